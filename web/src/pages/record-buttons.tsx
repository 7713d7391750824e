import { Button } from '@mantine/core'
import { useT } from '../i18n.tsx'

/** What can be done with a record beside which they stand; archiving can be undone, so it is not asked twice. */
export function RecordButtons(props: { name: string; onEdit: () => void; onArchive: () => void }) {
  const t = useT()
  const { name, onEdit, onArchive } = props
  const look = { variant: 'subtle', color: 'gray', size: 'compact-sm' } as const
  return (
    <>
      <Button {...look} aria-label={t('record.edit_of', { name })} onClick={onEdit}>
        {t('record.edit')}
      </Button>
      <Button {...look} aria-label={`${t('record.archive')}: ${name}`} onClick={onArchive}>
        {t('record.archive')}
      </Button>
    </>
  )
}
