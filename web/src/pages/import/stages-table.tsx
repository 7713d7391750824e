import { ActionIcon, NativeSelect, NumberInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useT } from '../../i18n.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { movedStages, withKind, withOptions, type Draft, type Stage } from './import-draft.ts'
import classes from './import.module.css'

const kinds = ['open', 'won', 'lost'] as const

/** What the stages of the file mean, in the order of the process. */
export function StagesTable({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useT()
  const stages = [...draft.options.stages].sort((a, b) => a.position - b.position)
  const put = (next: Stage[]): void => onChange(withOptions(draft, { stages: next }))
  const replace = (stage: Stage): void => put(stages.map((one) => (one.value === stage.value ? stage : one)))
  return (
    <Panel title={t('imports.stages.title')}>
      <p className={classes.note}>{t('imports.stages.note')}</p>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('imports.stages.value')}</th>
              <th scope="col">{t('imports.stages.kind')}</th>
              <th scope="col">{t('imports.stages.chance')}</th>
              <th scope="col">{t('imports.stages.order')}</th>
            </tr>
          </thead>
          <tbody>
            {stages.map((stage, place) => (
              <tr key={stage.value}>
                <th scope="row">{stage.value}</th>
                <td>
                  <NativeSelect
                    aria-label={t('imports.stages.kind_of', { stage: stage.value })}
                    value={stage.kind}
                    data={kinds.map((kind) => ({ value: kind, label: t(`imports.stages.kind.${kind}`) }))}
                    onChange={(event) => {
                      const kind = kinds.find((one) => one === event.currentTarget.value)
                      if (kind) replace(withKind(stage, kind))
                    }}
                  />
                </td>
                <td>
                  <NumberInput
                    aria-label={t('imports.stages.chance_of', { stage: stage.value })}
                    value={Math.round(stage.probability_ratio * 100)}
                    min={0}
                    max={100}
                    allowDecimal={false}
                    clampBehavior="strict"
                    disabled={stage.kind !== 'open'}
                    hideControls
                    w={72}
                    onChange={(value) => replace({ ...stage, probability_ratio: Number(value) / 100 })}
                  />
                </td>
                <td>
                  <ActionIcon.Group>
                    <ActionIcon
                      variant="default"
                      disabled={place === 0}
                      aria-label={t('imports.stages.up', { stage: stage.value })}
                      onClick={() => put(movedStages(stages, place, -1))}
                    >
                      <IconArrowUp size={14} />
                    </ActionIcon>
                    <ActionIcon
                      variant="default"
                      disabled={place === stages.length - 1}
                      aria-label={t('imports.stages.down', { stage: stage.value })}
                      onClick={() => put(movedStages(stages, place, 1))}
                    >
                      <IconArrowDown size={14} />
                    </ActionIcon>
                  </ActionIcon.Group>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
