import { Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { View } from '../../../../src/domains/views/schema.ts'
import { write } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { useSession } from '../../shell/session.tsx'
import { FormModal } from '../form-modal.tsx'
import type { ViewPage, Views } from './use-views.ts'

type Props = { page: ViewPage; view: View | null; views: Views; onClose: () => void }

/** The name of a view and whether everybody sees it; a new one keeps what is on screen. */
export function ViewForm({ page, view, views, onClose }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const [name, setName] = useState(view?.name ?? '')
  const [isShared, setIsShared] = useState(view?.is_shared ?? false)
  const save = async (): Promise<void> => {
    const told = { name: name.trim(), is_shared: isShared }
    if (view === null) views.show(await write(workspace.slug, 'views.create', { page, ...told, state: views.seen() }))
    else await write(workspace.slug, 'views.update', { id: view.id, version: view.version ?? undefined, ...told })
  }
  return (
    <FormModal
      title={view === null ? t('views.new') : t('record.edit_of', { name: view.name })}
      save={save}
      isWhole={name.trim() !== ''}
      onClose={onClose}
    >
      <TextInput
        required
        data-autofocus
        label={t('views.name')}
        placeholder={t(`views.example.${page}`)}
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Switch
        label={t('views.share')}
        description={t('views.share_note')}
        checked={isShared}
        onChange={(event) => setIsShared(event.currentTarget.checked)}
      />
    </FormModal>
  )
}
