import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { write } from '../api.ts'
import { useT } from '../i18n.tsx'
import { useProblemWords } from '../kit/error-state.tsx'
import { problemOfThrown } from '../problem.ts'
import { useSession } from '../shell/session.tsx'
import { UndoMessage } from './undo-message.tsx'

type Noun = 'deals' | 'teams' | 'products' | 'pipelines' | 'contacts' | 'views'
type Shown = { id: string; version: number | null; name: string }
type Verb = 'archive' | 'restore'

/** Archives or restores a record at once; a message offers to take it back, or says that it could not be done. */
export function useArchive(noun: Noun): (record: Shown, verb?: Verb) => void {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const words = useProblemWords()
  const change = useMutation({
    mutationFn: ({ verb, id, version }: Shown & { verb: Verb }) =>
      write(workspace.slug, `${noun}.${verb}`, { id, version: version ?? undefined }),
    onSuccess: ({ version }, { verb, id, name }) => {
      void queries.invalidateQueries({ queryKey: [workspace.slug] })
      if (verb === 'restore') return
      const messageId = `archived-${id}`
      const undo = (): void => {
        notifications.hide(messageId)
        change.mutate({ verb: 'restore', id, version, name })
      }
      const message = <UndoMessage onUndo={undo}>{t('record.archived', { name })}</UndoMessage>
      notifications.show({ id: messageId, message, autoClose: 10_000, withCloseButton: false })
    },
    onError: (error) => {
      const { happened, advice } = words(problemOfThrown(error))
      notifications.show({ title: happened, message: advice, color: 'red' })
    },
  })
  return ({ id, version, name }, verb = 'archive') => change.mutate({ verb, id, version, name })
}
