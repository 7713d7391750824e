import { Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { useT } from '../i18n.tsx'
import { ErrorState } from '../kit/error-state.tsx'
import { FormEnd } from '../kit/form-end.tsx'
import { useSession } from '../shell/session.tsx'
import classes from './pages.module.css'

type Props = {
  title: string
  /** Writes what was typed; what it throws is shown, and what was typed stays. */
  save: () => Promise<unknown>
  isWhole: boolean
  onClose: () => void
  submit?: string
  children: ReactNode
}

/** A form over the page: saved, it closes and everything of the workspace is read anew. */
export function FormModal({ title, save, isWhole, onClose, submit, children }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const saving = useMutation({
    mutationFn: save,
    onSuccess: async () => {
      onClose()
      await queries.invalidateQueries({ queryKey: [workspace.slug] })
    },
  })
  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (isWhole) saving.mutate()
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('record.cancel') }}>
      <form className={classes.stack} noValidate onSubmit={send}>
        {saving.error && <ErrorState error={saving.error} kept={t('record.kept')} />}
        {children}
        <FormEnd
          submit={submit ?? t('record.save')}
          isSaving={saving.isPending}
          isDisabled={!isWhole}
          onCancel={onClose}
        />
      </form>
    </Modal>
  )
}
