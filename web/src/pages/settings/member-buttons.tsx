import { Button } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { write, type Output } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { useProblemWords } from '../../kit/error-state.tsx'
import { problemOfThrown } from '../../problem.ts'
import { useSession } from '../../shell/session.tsx'
import classes from './settings.module.css'

export type ResetLink = Output<'members.reset_password'>
type Props = { member: Output<'members.list'>['items'][number]; onLink: (link: ResetLink | null) => void }

/** A new password for a colleague, and the end of their access. */
export function MemberButtons({ member, onLink }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const words = useProblemWords()
  const onError = (error: unknown): void => {
    const { happened } = words(problemOfThrown(error))
    notifications.show({ message: happened, color: 'red', autoClose: 12_000 })
  }
  const reset = useMutation({
    mutationFn: () => write(workspace.slug, 'members.reset_password', { id: member.id }),
    onMutate: () => onLink(null),
    onSuccess: onLink,
    onError,
  })
  const remove = useMutation({
    mutationFn: () => write(workspace.slug, 'members.remove', { id: member.id }),
    onError,
    onSettled: () => queries.invalidateQueries({ queryKey: [workspace.slug, 'members.list'] }),
  })
  // Access cannot be given back by a button, so this one asks first.
  const ask = (): void =>
    void modals.openConfirmModal({
      title: t('settings.members.remove_title', { name: member.name }),
      children: t('settings.members.remove_text'),
      labels: { confirm: t('settings.members.remove'), cancel: t('record.cancel') },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate(),
    })
  return (
    <div className={classes.buttons}>
      <Button
        variant="default"
        size="compact-sm"
        loading={reset.isPending}
        aria-label={t('settings.members.reset_of', { name: member.name })}
        onClick={() => reset.mutate()}
      >
        {t('settings.members.reset')}
      </Button>
      <Button
        variant="subtle"
        color="red"
        size="compact-sm"
        loading={remove.isPending}
        aria-label={t('settings.members.remove_of', { name: member.name })}
        onClick={ask}
      >
        {t('settings.members.remove')}
      </Button>
    </div>
  )
}
