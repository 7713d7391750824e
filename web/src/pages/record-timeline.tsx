import { Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { read, type Output } from '../api.ts'
import type { Format } from '../format.ts'
import { useFormat, useOptionalT, useT } from '../i18n.tsx'
import { ErrorState } from '../kit/error-state.tsx'
import { Panel } from '../kit/page-header.tsx'
import { useSession } from '../shell/session.tsx'
import { useFieldWords, type FieldWords } from './field-words.ts'
import classes from './pages.module.css'
import type { Noun } from './use-address.ts'
import { isReference, useNames, type Reference } from './use-names.ts'

type Moment = Output<'deals.timeline'>['items'][number]
type Props = { noun: Noun; id: string; currency: string; asOf: string | null }

/** Every change of every field: what, from what to what, when, by whom and from where. */
export function RecordTimeline({ noun, id, currency, asOf }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const query = useInfiniteQuery({
    queryKey: [workspace.slug, `${noun}.timeline`, id],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      read(workspace.slug, `${noun}.timeline`, { id, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    getNextPageParam: (page) => page.next_cursor,
  })
  const all = query.data?.pages.flatMap((page) => page.items) ?? []
  const moments = asOf === null ? all : all.filter((moment) => moment.valid_at.slice(0, 10) <= asOf)
  const words = useFieldWords(useNames(referencesIn(moments)), noun)
  return (
    <Panel title={t('timeline.title')}>
      {query.isPending && <Skeleton height={120} />}
      {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      <ol className={classes.timeline}>
        {moments.map((moment) => (
          <MomentItem key={moment.place} moment={moment} words={words} currency={currency} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button variant="default" mt={12} onClick={() => void query.fetchNextPage()}>
          {t('timeline.older')}
        </Button>
      )}
    </Panel>
  )
}

type MomentProps = { moment: Moment; words: FieldWords; currency: string }

function MomentItem({ moment, words, currency }: MomentProps) {
  const t = useT()
  const format = useFormat()
  const optional = useOptionalT()
  const { workspace } = useSession()
  const source = optional(`timeline.source.${moment.source}`) ?? moment.source
  const changes = changesOf(moment)
  // What held before the first known moment has no day of its own.
  const isSinceEver = moment.valid_at.startsWith('1970')
  return (
    <li data-retracted={moment.retracted || undefined}>
      <div className={classes.when}>
        <strong>
          {isSinceEver ? t('timeline.since_ever') : momentWords(moment.valid_at, workspace.timeZone, format)}
        </strong>
        <span>{t(`timeline.kind.${moment.kind}`)}</span>
        <span>{moment.actor.name}</span>
        <span>{t('timeline.recorded', { source, at: format.instant(moment.recorded_at, workspace.timeZone) })}</span>
        {moment.retracted && <span>{t('timeline.retracted')}</span>}
      </div>
      <ul>
        {changes.map(([field, before, after]) => (
          <li key={field}>
            <span className={classes.field}>{words.label(field)}: </span>
            {before !== undefined && (
              <>
                <span className={classes.old}>{words.value(field, before, currency)}</span> →{' '}
              </>
            )}
            {words.value(field, after, currency)}
          </li>
        ))}
      </ul>
    </li>
  )
}

/** A change at midnight is known by its day alone. */
function momentWords(at: string, timeZone: string, format: Format): string {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const [day = '', time] = clock.format(new Date(at)).split(' ')
  return time === '00:00:00' ? format.day(day) : format.instant(at, timeZone)
}

/** Fields that follow from others tell a reader nothing new. */
const silent = new Set(['closed_on', 'close_rate', 'pipeline_id', 'created_known', 'history_known'])

function changesOf(moment: Moment): [field: string, before: unknown, after: unknown][] {
  const after = moment.after ?? {}
  return Object.keys(after)
    .filter((field) => !silent.has(field) && !(moment.before === null && isNothing(after[field])))
    .map((field) => [field, moment.before === null ? undefined : (moment.before[field] ?? null), after[field]])
}

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === false

function referencesIn(moments: readonly Moment[]): Partial<Record<Reference, string[]>> {
  const found: Partial<Record<Reference, string[]>> = {}
  for (const { before, after } of moments) {
    for (const [field, value] of [...Object.entries(before ?? {}), ...Object.entries(after ?? {})]) {
      if (isReference(field) && typeof value === 'string') (found[field] ??= []).push(value)
    }
  }
  return found
}
