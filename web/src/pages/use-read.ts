import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { read, type Input, type Output, type WorkspaceRead } from '../api.ts'
import { useSession } from '../shell/session.tsx'

/** `until`: asked again every second or so while the answer does not say that it is over. `refetchInterval`: for good. */
type Options<Answer> = { enabled?: boolean; refetchInterval?: number; until?: (answer: Answer) => boolean }

const everyMs = 700

/** An operation's answer in the present workspace; what was shown stays until the next answer is there. */
export function useRead<Name extends WorkspaceRead>(
  name: Name,
  input: Input<Name>,
  options: Options<Output<Name>> = {},
) {
  const { workspace } = useSession()
  return useQuery({
    queryKey: [workspace.slug, name, input],
    queryFn: ({ signal }) => read(workspace.slug, name, input, signal),
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
    refetchInterval: ({ state: { data } }) => {
      if (options.until === undefined) return options.refetchInterval ?? false
      return data !== undefined && options.until(data) ? false : everyMs
    },
  })
}
