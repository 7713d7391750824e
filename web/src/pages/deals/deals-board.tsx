import { NativeSelect } from '@mantine/core'
import type { Deal } from '../../../../src/domains/deals/schema.ts'
import { read } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { BoardCard, BoardColumn, BoardFrame } from '../../kit/board.tsx'
import { useRows } from '../../kit/use-rows.ts'
import { useSession } from '../../shell/session.tsx'
import classes from '../pages.module.css'
import type { Pipeline, Stage } from '../stages/pipeline-draft.ts'
import { textOfSearch, useAddress, useGo } from '../use-address.ts'
import { narrowingOf, questionOf, type List } from '../use-list.ts'
import { useRead } from '../use-read.ts'
import { AmountOf } from './deal-marks.tsx'
import { LossReason } from './loss-reason.tsx'
import { useChoices } from './use-choices.ts'
import { useMoves, type Moves } from './use-moves.tsx'

/** The pipelines to choose from, and the one whose board is looked at: the address tells, else the first. */
export function usePipeline(): { pipelines: readonly Pipeline[]; pipelineId: string | null } {
  const { search } = useAddress()
  const asked = textOfSearch(search['pipeline'])
  const pipelines = useRead('pipelines.list', { limit: 200, sort: 'position' }).data?.items ?? []
  const found = pipelines.find(({ id }) => id === asked) ?? pipelines[0]
  return { pipelines, pipelineId: found?.id ?? null }
}

export function PipelineChoice() {
  const t = useT()
  const { change } = useAddress()
  const { pipelines, pipelineId } = usePipeline()
  if (pipelines.length < 2) return null
  return (
    <NativeSelect
      aria-label={t('deals.field.pipeline_id')}
      data={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
      value={pipelineId ?? ''}
      onChange={(event) => change({ pipeline: event.currentTarget.value })}
    />
  )
}

/** The deals of one pipeline, a column for each stage, with what each comes to in one currency. */
export function DealsBoard({ list }: { list: List }) {
  const t = useT()
  const { role } = useSession()
  const { pipelineId } = usePipeline()
  const { stageRows } = useChoices()
  const moves = useMoves(stageRows)
  const stages = stageRows.filter((stage) => stage.pipeline_id === pipelineId)
  const sums = useRead('deals.summary', {
    by: 'stage_id',
    ...narrowingOf(list),
  }).data
  return (
    <>
      <BoardFrame
        label={t('deals.title')}
        places={stages.map(({ id, name }) => ({ id, label: name }))}
        onMove={list.asOf === null && role !== 'viewer' ? moves.move : null}
      >
        {stages.map((stage) => (
          <StageColumn
            key={stage.id}
            stage={stage}
            list={list}
            moves={moves}
            sum={sums && (sums.groups.find(({ key }) => key === stage.id) ?? nothing)}
            currency={sums?.currency ?? ''}
          />
        ))}
      </BoardFrame>
      {moves.asksWhy && <LossReason deal={moves.asksWhy} onSaid={moves.sayWhy} />}
    </>
  )
}

const nothing = { count: 0, amount_minor: 0 }

type ColumnProps = {
  stage: Stage
  list: List
  moves: Moves
  sum: typeof nothing | undefined
  currency: string
}

function StageColumn({ stage, list, moves, sum, currency }: ColumnProps) {
  const t = useT()
  const format = useFormat()
  const { workspace } = useSession()
  // Open deals by when they are to close, the ended ones by when they did, latest first.
  const order = stage.kind === 'open' ? { column: 'close_on', direction: 'asc' as const } : lastEnded
  const own: List = {
    ...list,
    sort: order,
    filter: [...list.filter, { field: 'stage_id', op: 'eq', value: stage.id }],
  }
  const { rows, isLoading, loadMore } = useRows<Deal>(
    {
      kind: 'pages',
      key: [workspace.slug, 'deals.list', questionOf(own, null)],
      fetchPage: (cursor, signal) => read(workspace.slug, 'deals.list', questionOf(own, cursor), signal),
    },
    [],
    null,
  )
  const deals = moves.shown(stage.id, rows)
  return (
    <BoardColumn
      id={stage.id}
      title={stage.name}
      isLoading={isLoading}
      onEnd={loadMore}
      note={
        sum &&
        t('deals.column_sum', { shown: format.number(sum.count), sum: format.moneyWhole(sum.amount_minor, currency) })
      }
    >
      {deals.map((deal) => (
        <DealCard key={deal.id} deal={deal} column={stage.id} />
      ))}
    </BoardColumn>
  )
}

const lastEnded = { column: 'closed_on', direction: 'desc' as const }

function DealCard({ deal, column }: { deal: Deal; column: string }) {
  const t = useT()
  const go = useGo()
  const format = useFormat()
  const { today } = useSession()
  const day = deal.status === 'open' ? deal.close_on : deal.closed_on
  const isLate = deal.status === 'open' && deal.close_on != null && deal.close_on < today
  return (
    <BoardCard id={deal.id} column={column} label={deal.name} onOpen={() => go(`/deals/${deal.id}`)}>
      <strong>{deal.name}</strong>
      {deal.account_name && <span className={classes.small}>{deal.account_name}</span>}
      <span className={classes.cardFoot}>
        <span data-numeric>
          <AmountOf deal={deal} />
        </span>
        {day && (
          <span className={classes.small} data-late={isLate || undefined} title={isLate ? t('deals.late') : undefined}>
            {format.day(day)}
          </span>
        )}
      </span>
      {deal.owner_name && <span className={classes.small}>{deal.owner_name}</span>}
    </BoardCard>
  )
}
