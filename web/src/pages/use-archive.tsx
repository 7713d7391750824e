import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { write } from '../api.ts'
import { useT } from '../i18n.tsx'
import { useProblemWords } from '../kit/error-state.tsx'
import { problemOfThrown } from '../problem.ts'
import { useSession } from '../shell/session.tsx'
import classes from './pages.module.css'

type Noun = 'teams' | 'products' | 'pipelines' | 'contacts'
type Shown = { id: string; version: number | null; name: string }

/** Archives a record at once; a message offers to take it back, and says it when it could not be done. */
export function useArchive(noun: Noun): (record: Shown) => void {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const words = useProblemWords()
  const change = useMutation({
    mutationFn: ({ verb, id, version }: Shown & { verb: 'archive' | 'restore' }) =>
      write(workspace.slug, `${noun}.${verb}`, { id, version: version ?? undefined }),
    onSuccess: ({ version }, { verb, id, name }) => {
      void queries.invalidateQueries({ queryKey: [workspace.slug] })
      if (verb === 'restore') return
      const messageId = `archived-${id}`
      const undo = (): void => {
        notifications.hide(messageId)
        change.mutate({ verb: 'restore', id, version, name })
      }
      notifications.show({
        id: messageId,
        message: (
          <span className={classes.row}>
            {t('record.archived', { name })}
            <Button variant="default" size="compact-sm" onClick={undo}>
              {t('record.undo')}
            </Button>
          </span>
        ),
        withCloseButton: false,
      })
    },
    onError: (error) => notifications.show({ message: words(problemOfThrown(error)).happened, color: 'red' }),
  })
  return (record) => change.mutate({ verb: 'archive', ...record })
}
