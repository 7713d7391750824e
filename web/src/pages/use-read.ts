import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { read, type Input, type WorkspaceRead } from '../api.ts'
import { useSession } from '../shell/session.tsx'

type Options = { enabled?: boolean; refetchInterval?: number | false }

/** An operation's answer in the present workspace; what was shown stays until the next answer is there. */
export function useRead<Name extends WorkspaceRead>(name: Name, input: Input<Name>, options: Options = {}) {
  const { workspace } = useSession()
  return useQuery({
    queryKey: [workspace.slug, name, input],
    queryFn: ({ signal }) => read(workspace.slug, name, input, signal),
    placeholderData: keepPreviousData,
    ...options,
  })
}
