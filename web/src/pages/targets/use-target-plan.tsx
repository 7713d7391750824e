import { notifications } from '@mantine/notifications'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { read, write, type Input } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { useSession } from '../../shell/session.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'
import { UndoMessage } from '../undo-message.tsx'
import { useShowProblem } from '../use-show-problem.ts'
import { placeOf, placeOfTarget, type Target, type Whose } from './target-cells.ts'

export type Aim = { metric: Target['metric']; granularity: Target['granularity'] }
export type Wanted = { whose: Whose; startsOn: string; value: number | null }

type Item = Input<'targets.set_many'>['items'][number]

/** The targets of a metric for periods that begin from `from` to `to`, both days included, and how to set many of them at once. */
export function useTargetPlan(aim: Aim, { from, to }: { from: string; to: string }) {
  const t = useT()
  const showProblem = useShowProblem()
  const client = useQueryClient()
  const { workspace } = useSession()
  const { asOf } = useAsOf()
  const { metric, granularity } = aim
  const queryKey = [workspace.slug, 'targets.list', 'plan', metric, granularity, from, to, asOf]
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchAll(workspace.slug, { ...aim, from, to, asOf }, signal),
    placeholderData: keepPreviousData,
  })
  const targets = useMemo(() => data && byPlace(data), [data])
  /** As they are known now, though the screen that asks may have been drawn before. */
  const known = (): ReadonlyMap<string, Target> => byPlace(client.getQueryData<Target[]>(queryKey) ?? [])

  const itemOf = ({ whose, startsOn, value }: Wanted, version: number | null | undefined): Item => ({
    ...aim,
    starts_on: startsOn,
    person_id: whose.kind === 'person' ? whose.id : null,
    team_id: whose.kind === 'team' ? whose.id : null,
    value,
    ...(version == null ? {} : { version }),
  })
  const carryOut = async (items: readonly Item[], touched: ReadonlySet<string>): Promise<Target[] | null> => {
    try {
      const { items: after } = await write(workspace.slug, 'targets.set_many', { items: [...items] })
      client.setQueryData<Target[]>(queryKey, (before = []) => [
        ...before.filter((target) => !touched.has(placeOfTarget(target))),
        ...after,
      ])
      void client.invalidateQueries({ queryKey: [workspace.slug, 'targets.attainment'] })
      return after
    } catch (thrown) {
      showProblem(thrown)
      void client.invalidateQueries({ queryKey })
      return null
    }
  }

  /** All or none. @returns whether they stand there now */
  const set = async (wanted: readonly Wanted[]): Promise<boolean> => {
    const before = known()
    const changed = wanted.filter(
      ({ whose, startsOn, value }) => (before.get(placeOf(whose, startsOn))?.value ?? null) !== value,
    )
    if (changed.length === 0) return true
    const place = (one: Wanted): string => placeOf(one.whose, one.startsOn)
    const touched = new Set(changed.map(place))
    const after = await carryOut(
      changed.map((one) => itemOf(one, before.get(place(one))?.version)),
      touched,
    )
    if (after === null) return false
    const versions = new Map(after.map((target) => [placeOfTarget(target), target.version]))
    const id = `targets-${Date.now()}`
    const takeBack = (): void => {
      notifications.hide(id)
      const items = changed.map((one) =>
        itemOf({ ...one, value: before.get(place(one))?.value ?? null }, versions.get(place(one))),
      )
      void carryOut(items, touched)
    }
    const words = t('targets.set', { count: changed.length })
    notifications.show({ id, message: <UndoMessage onUndo={takeBack}>{words}</UndoMessage>, autoClose: 10_000 })
    return true
  }

  return { targets, error, refetch, set }
}

const byPlace = (all: readonly Target[]): ReadonlyMap<string, Target> =>
  new Map(all.map((target) => [placeOfTarget(target), target]))

type Asked = Aim & { from: string; to: string; asOf: string | null }

/** A year's targets of a few hundred people are more than a page. */
async function fetchAll(slug: string, asked: Asked, signal: AbortSignal): Promise<Target[]> {
  const { metric, granularity, from, to, asOf } = asked
  const all: Target[] = []
  let cursor: string | null = null
  do {
    const page: { items: Target[]; next_cursor: string | null } = await read(
      slug,
      'targets.list',
      {
        filter: [
          { field: 'metric', op: 'eq', value: metric },
          { field: 'granularity', op: 'eq', value: granularity },
          { field: 'starts_on', op: 'gte', value: from },
          { field: 'starts_on', op: 'lte', value: to },
        ],
        limit: 200,
        ...(asOf === null ? {} : { as_of: asOf }),
        ...(cursor === null ? {} : { cursor }),
      },
      signal,
    )
    all.push(...page.items)
    cursor = page.next_cursor
  } while (cursor !== null)
  return all
}
