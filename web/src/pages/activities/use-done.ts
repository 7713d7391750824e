import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { write } from '../../api.ts'
import { useProblemWords } from '../../kit/error-state.tsx'
import { problemOfThrown } from '../../problem.ts'
import { useSession } from '../../shell/session.tsx'
import type { Activity } from './activity.ts'

/** Ticks a task off, as done now, or takes that back. */
export function useDone(): (activity: Activity, isDone: boolean) => void {
  const { workspace } = useSession()
  const queries = useQueryClient()
  const words = useProblemWords()
  const change = useMutation({
    mutationFn: ({ activity, isDone }: { activity: Activity; isDone: boolean }) =>
      write(workspace.slug, 'activities.update', {
        id: activity.id,
        version: activity.version ?? undefined,
        is_done: isDone,
        happened_at: isDone ? new Date().toISOString() : null,
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: [workspace.slug] }),
    onError: (error) => notifications.show({ message: words(problemOfThrown(error)).happened, color: 'red' }),
  })
  return (activity, isDone) => change.mutate({ activity, isDone })
}
