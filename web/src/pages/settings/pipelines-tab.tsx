import { Button, Modal } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../i18n.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useMayOperate } from '../may-operate.ts'
import { RecordButtons } from '../record-buttons.tsx'
import { PipelineForm } from '../stages/pipeline-form.tsx'
import type { Pipeline, Stage } from '../stages/pipeline-draft.ts'
import { useArchive } from '../use-archive.tsx'
import { useRead } from '../use-read.ts'
import classes from './settings.module.css'

type Open = { pipeline: Pipeline; stages: readonly Stage[] } | 'new' | null

/** Every pipeline and its stages, as all numbers take them. */
export function PipelinesTab() {
  const t = useT()
  const mayEdit = useMayOperate()
  const archive = useArchive('pipelines')
  const whole = { limit: 200, sort: 'position' } as const
  const pipelines = useRead('pipelines.list', whole)
  const stages = useRead('stages.list', whole).data?.items ?? []
  const [open, setOpen] = useState<Open>(null)
  const items = pipelines.data?.items
  const begin = (
    <Button leftSection={<IconPlus size={15} />} onClick={() => setOpen('new')}>
      {items?.length === 0 ? t('pipelines.begin') : t('pipelines.new')}
    </Button>
  )
  const close = (): void => setOpen(null)
  const isNew = open === 'new' || open === null
  return (
    <div className={classes.stack}>
      {pipelines.error && <ErrorState error={pipelines.error} />}
      {items?.length === 0 && (
        <EmptyState title={t('pipelines.none')} action={mayEdit ? begin : undefined}>
          {t('pipelines.none_text')}
        </EmptyState>
      )}
      {mayEdit && items !== undefined && items.length > 0 && <div className={classes.actions}>{begin}</div>}
      {items?.map((pipeline) => {
        const own = stages.filter(({ pipeline_id }) => pipeline_id === pipeline.id)
        return (
          <Panel
            key={pipeline.id}
            title={pipeline.name}
            actions={
              mayEdit && (
                <div className={classes.buttons}>
                  <RecordButtons
                    name={pipeline.name}
                    onEdit={() => setOpen({ pipeline, stages: own })}
                    onArchive={() => archive(pipeline)}
                  />
                </div>
              )
            }
          >
            <StagesOf stages={own} />
          </Panel>
        )
      })}
      <Modal
        opened={open !== null}
        onClose={close}
        size={900}
        title={isNew ? t('pipelines.new') : t('record.edit_of', { name: open.pipeline.name })}
        closeButtonProps={{ 'aria-label': t('record.cancel') }}
      >
        {open !== null && <PipelineForm stored={open === 'new' ? null : open} onSaved={close} onCancel={close} />}
      </Modal>
    </div>
  )
}

function StagesOf({ stages }: { stages: readonly Stage[] }) {
  const t = useT()
  const format = useFormat()
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('pipelines.stage')}</th>
            <th scope="col">{t('stages.kind')}</th>
            <th scope="col">{t('pipelines.category')}</th>
            <th scope="col" className={classes.number}>
              {t('stages.chance')}
            </th>
          </tr>
        </thead>
        <tbody>
          {stages.map((stage) => (
            <tr key={stage.id}>
              <th scope="row">{stage.name}</th>
              <td>{t(`stages.kind.${stage.kind}`)}</td>
              <td>{t(`deals.category.${stage.forecast_category}`)}</td>
              <td className={classes.number}>{format.percent(stage.probability_ratio)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
