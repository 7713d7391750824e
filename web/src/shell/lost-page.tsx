import { Button } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { useT } from '../i18n.tsx'
import { EmptyState } from '../kit/empty-state.tsx'

export function LostPage() {
  const t = useT()
  return (
    <EmptyState
      icon={<IconMapOff size={20} />}
      title={t('lost.title')}
      action={
        <Button component="a" href="/">
          {t('lost.home')}
        </Button>
      }
    >
      {t('lost.text')}
    </EmptyState>
  )
}
