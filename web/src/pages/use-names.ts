import { useQueries } from '@tanstack/react-query'
import { read } from '../api.ts'
import { useSession } from '../shell/session.tsx'

/** Which list holds what a field of a record refers to. */
const listOf = {
  account_id: 'accounts.list',
  parent_id: 'accounts.list',
  contact_id: 'contacts.list',
  owner_id: 'people.list',
  product_id: 'products.list',
  pipeline_id: 'pipelines.list',
  stage_id: 'stages.list',
} as const

export type Reference = keyof typeof listOf
export const isReference = (field: string): field is Reference => Object.hasOwn(listOf, field)

/** Names of the records referred to, archived ones too. In: ids by field. Out: id → name of those found so far. */
export function useNames(ids: Partial<Record<Reference, readonly string[]>>): ReadonlyMap<string, string> {
  const { workspace } = useSession()
  const asked = (Object.keys(ids) as Reference[]).map((field) => ({
    list: listOf[field],
    filter: [{ field: 'id', op: 'in' as const, value: [...new Set(ids[field])].sort().slice(0, 200) }],
  }))
  const answers = useQueries({
    queries: asked.map(({ list, filter }) => ({
      queryKey: [workspace.slug, list, 'names', filter],
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const { items } = await read(workspace.slug, list, { filter, archived: 'with', limit: 200 }, signal)
        return items.map(({ id, name }: { id: string; name: string }) => [id, name] as const)
      },
      staleTime: 60_000,
    })),
  })
  return new Map(answers.flatMap(({ data }) => data ?? []))
}
