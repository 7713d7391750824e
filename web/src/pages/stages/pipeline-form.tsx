import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { write } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { FormEnd } from '../../kit/form-end.tsx'
import { useSession } from '../../shell/session.tsx'
import classes from '../pages.module.css'
import {
  categories,
  draftOf,
  usualStages,
  withFittingCategory,
  withNewStage,
  type Pipeline,
  type Stage,
  type StageDraft,
} from './pipeline-draft.ts'
import { StageMeaningCells, StageOrderCell } from './stage-cells.tsx'
import { moved } from './stage-meaning.ts'

type Props = {
  stored: { pipeline: Pipeline; stages: readonly Stage[] } | null
  onSaved: () => void
  onCancel: () => void
}

/** A pipeline with its stages, edited and saved as a whole; a new one begins with the usual stages. */
export function PipelineForm({ stored, onSaved, onCancel }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const [name, setName] = useState(stored?.pipeline.name ?? t('pipelines.usual.name'))
  const [stages, setStages] = useState<StageDraft[]>(() => stored?.stages.map(draftOf) ?? usualStages((key) => t(key)))
  const save = useMutation({
    mutationFn: () => {
      if (stored === null)
        return write(workspace.slug, 'pipelines.create_with_stages', { name, stages: stages.map(meaningOf) })
      const left = stored.stages.filter(({ id }) => !stages.some((stage) => stage.id === id))
      return write(workspace.slug, 'pipelines.update_with_stages', {
        id: stored.pipeline.id,
        version: stored.pipeline.version ?? undefined,
        name,
        stages: stages.map((stage) => ({ ...meaningOf(stage), id: stage.id, version: stage.version })),
        archive_stages: left.map(({ id, version }) => ({ id, version: version ?? undefined })),
      })
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [workspace.slug] })
      onSaved()
    },
  })
  const isWhole = name.trim() !== '' && stages.every((stage) => stage.name.trim() !== '')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form className={classes.stack} noValidate onSubmit={submit}>
      {save.error && <ErrorState error={save.error} kept={t('record.kept')} />}
      <TextInput
        required
        label={t('pipelines.name')}
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <p className={classes.small}>{t('pipelines.note')}</p>
      <StagesEditor stages={stages} onChange={setStages} />
      <FormEnd submit={t('record.save')} isSaving={save.isPending} isDisabled={!isWhole} onCancel={onCancel} />
    </form>
  )
}

const meaningOf = ({ name, kind, probability_ratio, forecast_category }: StageDraft) => ({
  name,
  kind,
  probability_ratio,
  forecast_category,
})

type EditorProps = { stages: readonly StageDraft[]; onChange: (stages: StageDraft[]) => void }

function StagesEditor({ stages, onChange }: EditorProps) {
  const t = useT()
  return (
    <>
      <div className={classes.scroll}>
        <table className={classes.plain} data-middle>
          <thead>
            <tr>
              <th scope="col">{t('pipelines.stage')}</th>
              <th scope="col">{t('stages.kind')}</th>
              <th scope="col">{t('stages.chance')}</th>
              <th scope="col">{t('pipelines.category')}</th>
              <th scope="col">{t('stages.order')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {stages.map((stage, place) => (
              <StageRow key={stage.key} stage={stage} place={place} stages={stages} onChange={onChange} />
            ))}
          </tbody>
        </table>
      </div>
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={15} />}
          onClick={() => onChange(withNewStage(stages, crypto.randomUUID()))}
        >
          {t('pipelines.add_stage')}
        </Button>
      </div>
    </>
  )
}

function StageRow({ stage, place, stages, onChange }: EditorProps & { stage: StageDraft; place: number }) {
  const t = useT()
  const replace = (next: StageDraft): void => onChange(stages.map((one) => (one.key === next.key ? next : one)))
  const shown = stage.name || String(place + 1)
  return (
    <tr>
      <td>
        <TextInput
          required
          miw={150}
          aria-label={t('pipelines.name_of', { place: place + 1 })}
          value={stage.name}
          maxLength={200}
          onChange={(event) => replace({ ...stage, name: event.currentTarget.value })}
        />
      </td>
      <StageMeaningCells name={shown} stage={stage} onChange={(next) => replace(withFittingCategory(next))} />
      <td>
        <NativeSelect
          miw={184}
          aria-label={t('pipelines.category_of', { stage: shown })}
          value={stage.forecast_category}
          data={categories.map((value) => ({ value, label: t(`deals.category.${value}`) }))}
          onChange={(event) => {
            const chosen = categories.find((one) => one === event.currentTarget.value)
            if (chosen) replace({ ...stage, forecast_category: chosen })
          }}
        />
      </td>
      <StageOrderCell
        name={shown}
        place={place}
        count={stages.length}
        onMove={(by) => onChange(moved(stages, place, by))}
      />
      <td>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('pipelines.remove_stage', { stage: shown })}
          onClick={() => onChange(stages.filter(({ key }) => key !== stage.key))}
        >
          <IconX size={15} />
        </ActionIcon>
      </td>
    </tr>
  )
}
