import { Button, Menu } from '@mantine/core'
import {
  IconBookmark,
  IconBookmarkPlus,
  IconCheck,
  IconChevronDown,
  IconPencil,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { View } from '../../../../src/domains/views/schema.ts'
import { useT } from '../../i18n.tsx'
import type { TableSort } from '../../kit/table-column.ts'
import { useArchive } from '../use-archive.tsx'
import { useViews, type ViewPage, type Views } from './use-views.ts'
import { ViewForm } from './view-form.tsx'
import classes from './views.module.css'

type Asked = { view: View | null } | null

/** Which view of the list is open, and the others to choose from. */
export function ViewSwitcher({ page, firstSort }: { page: ViewPage; firstSort: TableSort }) {
  const t = useT()
  const views = useViews(page, firstSort)
  const [asked, setAsked] = useState<Asked>(null)
  const name = views.open?.name ?? t('views.all')
  return (
    <>
      <Menu position="bottom-start" width={280}>
        <Menu.Target>
          <Button
            variant="default"
            aria-label={t('views.open', { name })}
            leftSection={<IconBookmark size={15} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            <span className={classes.name}>{name}</span>
          </Button>
        </Menu.Target>
        <Choices views={views} onAsk={setAsked} />
      </Menu>
      {asked && <ViewForm page={page} view={asked.view} views={views} onClose={() => setAsked(null)} />}
    </>
  )
}

function Choices({ views, onAsk }: { views: Views; onAsk: (asked: Asked) => void }) {
  const t = useT()
  const archive = useArchive('views')
  const { all, open, mayChange } = views
  const own = all.filter(({ is_own: isOwn }) => isOwn)
  const others = all.filter(({ is_own: isOwn }) => !isOwn)
  const remove = (view: View): void => {
    views.show(null)
    archive(view)
  }
  return (
    <Menu.Dropdown className={classes.menu}>
      <Choice isOpen={open === null} onChoose={() => views.show(null)}>
        {t('views.all')}
      </Choice>
      {own.length > 0 && <Menu.Label>{t('views.own')}</Menu.Label>}
      {own.map((view) => (
        <Choice key={view.id} view={view} isOpen={view === open} onChoose={() => views.show(view)} />
      ))}
      {others.length > 0 && <Menu.Label>{t('views.shared')}</Menu.Label>}
      {others.map((view) => (
        <Choice key={view.id} view={view} isOpen={view === open} onChoose={() => views.show(view)} />
      ))}
      <Menu.Divider />
      <Menu.Item leftSection={<IconBookmarkPlus size={15} />} onClick={() => onAsk({ view: null })}>
        {t('views.keep_new')}
      </Menu.Item>
      {open && mayChange && (
        <>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => onAsk({ view: open })}>
            {t('views.rename')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => remove(open)}>
            {t('views.remove')}
          </Menu.Item>
        </>
      )}
    </Menu.Dropdown>
  )
}

type ChoiceProps = { isOpen: boolean; onChoose: () => void } & (
  { view: View; children?: never } | { view?: never; children: string }
)

function Choice({ view, isOpen, onChoose, children }: ChoiceProps) {
  const t = useT()
  return (
    <Menu.Item
      aria-current={isOpen || undefined}
      leftSection={<IconCheck size={15} className={classes.check} data-open={isOpen || undefined} aria-hidden />}
      rightSection={
        view?.is_own && view.is_shared ? (
          <IconUsers size={14} className={classes.mark} role="img" aria-label={t('views.is_shared')} />
        ) : undefined
      }
      onClick={onChoose}
    >
      <span className={classes.choice}>{view?.name ?? children}</span>
    </Menu.Item>
  )
}
