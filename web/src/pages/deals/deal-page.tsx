import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Deal } from '../../../../src/domains/deals/schema.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Page, PageHeader, Panel, StatRow } from '../../kit/page-header.tsx'
import { PageSkeleton } from '../../kit/page-skeleton.tsx'
import { StatNumber } from '../../kit/stat-number.tsx'
import { useSession } from '../../shell/session.tsx'
import { useRemember } from '../../shell/recent-records.ts'
import { useAsOf } from '../../shell/use-as-of.ts'
import classes from '../pages.module.css'
import { PageLink, RecordLink } from '../record-link.tsx'
import { RecordTimeline } from '../record-timeline.tsx'
import { useArchive } from '../use-archive.tsx'
import { useRead } from '../use-read.ts'
import { OwnActivities } from '../activities/own-activities.tsx'
import { DealForm } from './deal-form.tsx'
import { DealMarks, StatusBadge } from './deal-marks.tsx'
import { useChoices } from './use-choices.ts'

/** One deal: where it stands, what is known of it, and its whole past. */
export function DealPage() {
  const { id = '' }: { id?: string } = useParams({ strict: false })
  const { asOf } = useAsOf()
  const query = useRead('deals.get', { id, ...(asOf === null ? {} : { as_of: asOf }) })
  useRemember('deals', query.data)
  if (query.error) {
    return (
      <Page>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  }
  if (!query.data || query.data.id !== id) return <PageSkeleton />
  return <DealView deal={query.data} asOf={asOf} />
}

function DealView({ deal, asOf }: { deal: Deal; asOf: string | null }) {
  const t = useT()
  const format = useFormat()
  const { role, workspace } = useSession()
  const [isEditing, setIsEditing] = useState(false)
  const client = useQueryClient()
  const setArchived = useArchive('deals')
  const mayEdit = asOf === null && role !== 'viewer'
  const amount = deal.amount_minor == null ? null : format.money(deal.amount_minor, deal.currency)
  return (
    <Page>
      <PageHeader
        title={deal.name}
        above={
          <span className={classes.back}>
            <PageLink path="/deals">{t('deals.title')}</PageLink>
          </span>
        }
        note={<StatusBadge status={deal.status} />}
        actions={
          mayEdit && (
            <>
              {!isEditing && deal.archived_at === null && (
                <Button variant="default" onClick={() => setIsEditing(true)}>
                  {t('record.edit')}
                </Button>
              )}
              <Button
                variant="default"
                onClick={() => setArchived(deal, deal.archived_at === null ? 'archive' : 'restore')}
              >
                {deal.archived_at === null ? t('deals.archive') : t('deals.restore')}
              </Button>
            </>
          )
        }
      />
      <StagePath deal={deal} />
      <StatRow>
        <StatNumber
          label={t('deals.field.amount_minor')}
          value={amount === null ? null : deal.amount_estimated ? `≈ ${amount}` : amount}
          detail={deal.amount_estimated ? t('deals.estimated') : undefined}
        />
        <StatNumber label={t('deals.field.close_on')} value={deal.close_on ? format.day(deal.close_on) : null} />
        <StatNumber label={t('deals.field.owner_id')} value={deal.owner_name} />
        <StatNumber
          label={t('deals.field.created_on')}
          value={format.day(deal.created_on)}
          detail={deal.created_known ? undefined : t('deals.first_seen')}
        />
      </StatRow>
      <DealMarks deal={deal} />
      <div className={classes.columns}>
        <Panel title={t('deals.fields')}>
          {isEditing ? (
            <DealForm
              deal={deal}
              onCancel={() => setIsEditing(false)}
              onSaved={() => {
                setIsEditing(false)
                void client.invalidateQueries({ queryKey: [workspace.slug] })
                notifications.show({ message: t('deals.saved') })
              }}
            />
          ) : (
            <DealFacts deal={deal} />
          )}
        </Panel>
        <div className={classes.stack}>
          <OwnActivities of={{ deal }} asOf={asOf} />
          <RecordTimeline noun="deals" id={deal.id} currency={deal.currency} asOf={asOf} />
        </div>
      </div>
    </Page>
  )
}

/** The stages of the deal's pipeline, with the one it stands in. */
function StagePath({ deal }: { deal: Deal }) {
  const t = useT()
  const { stageRows } = useChoices()
  const path = stageRows.filter((stage) => stage.pipeline_id === deal.pipeline_id)
  // A won deal's way leads past no "lost", and the other way round.
  const shown = path.filter((stage) => stage.kind === 'open' || stage.id === deal.stage_id)
  const here = path.find((stage) => stage.id === deal.stage_id)?.position ?? -1
  return (
    <ol className={classes.steps} aria-label={t('deals.path')}>
      {shown.map((stage) => (
        <li
          key={stage.id}
          aria-current={stage.id === deal.stage_id ? 'step' : undefined}
          data-done={stage.position < here || undefined}
        >
          {stage.name}
        </li>
      ))}
    </ol>
  )
}

function DealFacts({ deal }: { deal: Deal }) {
  const t = useT()
  const format = useFormat()
  const category = deal.forecast_category
  const day = (value: string | null | undefined): string | null => (value ? format.day(value) : null)
  const account =
    deal.account_id && deal.account_name ? (
      <RecordLink noun="accounts" id={deal.account_id}>
        {deal.account_name}
      </RecordLink>
    ) : null
  const owner =
    deal.owner_id && deal.owner_name ? (
      <RecordLink noun="people" id={deal.owner_id}>
        {deal.owner_name}
      </RecordLink>
    ) : null
  const facts = [
    [t('deals.field.account_id'), account],
    [t('deals.field.contact_id'), deal.contact_name],
    [t('deals.field.owner_id'), owner],
    [t('deals.field.product_id'), deal.product_name],
    [t('deals.field.pipeline_id'), deal.pipeline_name],
    [t('deals.field.forecast_category'), category ? t(`deals.category.${category}`) : t('deals.category.by_stage')],
    [t('deals.field.next_step'), deal.next_step],
    [t('deals.field.next_step_on'), day(deal.next_step_on)],
    [t('deals.field.closed_on'), day(deal.closed_on)],
    [t('deals.field.loss_reason'), deal.loss_reason],
    [t('deals.field.source'), deal.source],
    [t('deals.field.external_id'), deal.external_id],
  ] as const
  return (
    <dl className={classes.facts}>
      {facts.map(([label, fact]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{fact ?? <span className={classes.muted}>–</span>}</dd>
        </div>
      ))}
    </dl>
  )
}
