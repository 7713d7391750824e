import { useT } from '../../i18n.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { StageMeaningCells, StageOrderCell } from '../stages/stage-cells.tsx'
import { moved } from '../stages/stage-meaning.ts'
import { withOptions, type Draft, type Stage } from './import-draft.ts'
import classes from './import.module.css'

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
              <th scope="col">{t('stages.kind')}</th>
              <th scope="col">{t('stages.chance')}</th>
              <th scope="col">{t('stages.order')}</th>
            </tr>
          </thead>
          <tbody>
            {stages.map((stage, place) => (
              <tr key={stage.value}>
                <th scope="row">{stage.value}</th>
                <StageMeaningCells name={stage.value} stage={stage} onChange={replace} />
                <StageOrderCell
                  name={stage.value}
                  place={place}
                  count={stages.length}
                  onMove={(by) => put(moved(stages, place, by).map((one, position) => ({ ...one, position })))}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
