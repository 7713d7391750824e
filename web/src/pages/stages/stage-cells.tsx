import { ActionIcon, NativeSelect, NumberInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useT } from '../../i18n.tsx'
import { stageKinds, withKind, type StageMeaning } from './stage-meaning.ts'

type Props<S> = { name: string; stage: S; onChange: (stage: S) => void }

/** Two cells of a table row: whether a stage is open, won or lost, and the chance to win from it. */
export function StageMeaningCells<S extends StageMeaning>({ name, stage, onChange }: Props<S>) {
  const t = useT()
  return (
    <>
      <td>
        <NativeSelect
          miw={128}
          aria-label={t('stages.kind_of', { stage: name })}
          value={stage.kind}
          data={stageKinds.map((kind) => ({ value: kind, label: t(`stages.kind.${kind}`) }))}
          onChange={(event) => {
            const kind = stageKinds.find((one) => one === event.currentTarget.value)
            if (kind) onChange(withKind(stage, kind))
          }}
        />
      </td>
      <td>
        <NumberInput
          aria-label={t('stages.chance_of', { stage: name })}
          value={Math.round(stage.probability_ratio * 100)}
          min={0}
          max={100}
          allowDecimal={false}
          clampBehavior="strict"
          disabled={stage.kind !== 'open'}
          hideControls
          w={72}
          onChange={(value) => onChange({ ...stage, probability_ratio: Number(value) / 100 })}
        />
      </td>
    </>
  )
}

type OrderProps = { name: string; place: number; count: number; onMove: (by: -1 | 1) => void }

/** A cell with arrows: the order is the order of the process. */
export function StageOrderCell({ name, place, count, onMove }: OrderProps) {
  const t = useT()
  return (
    <td>
      <ActionIcon.Group>
        <ActionIcon
          variant="default"
          disabled={place === 0}
          aria-label={t('stages.up', { stage: name })}
          onClick={() => onMove(-1)}
        >
          <IconArrowUp size={14} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          disabled={place === count - 1}
          aria-label={t('stages.down', { stage: name })}
          onClick={() => onMove(1)}
        >
          <IconArrowDown size={14} />
        </ActionIcon>
      </ActionIcon.Group>
    </td>
  )
}
