import { Menu, UnstyledButton } from '@mantine/core'
import { IconCheck, IconSelector } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useFormat, useT } from '../i18n.tsx'
import classes from './navigation.module.css'
import { useSession } from './session.tsx'

/** Where one is, and where else one may go. */
export function WorkspaceMenu({ view }: { view: 'words' | 'icons' }) {
  const t = useT()
  const { compare } = useFormat()
  const navigate = useNavigate()
  const { workspace, workspaces } = useSession()
  const others = [...workspaces].sort((a, b) => compare(a.name, b.name))
  const go = (slug: string): void => void navigate({ to: '/w/$workspace', params: { workspace: slug } } as never)
  return (
    <Menu position="bottom-start" width={240} disabled={others.length < 2}>
      <Menu.Target>
        <UnstyledButton
          className={classes.workspace}
          aria-label={t('shell.workspace', { name: workspace.name })}
          data-plain={others.length < 2 || undefined}
        >
          <span className={classes.mark} aria-hidden>
            {workspace.name.slice(0, 1).toLocaleUpperCase('uk')}
          </span>
          {view === 'words' && <span className={classes.workspaceName}>{workspace.name}</span>}
          {view === 'words' && others.length > 1 && <IconSelector size={15} aria-hidden />}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {others.map(({ slug, name }) => (
          <Menu.Item
            key={slug}
            onClick={() => go(slug)}
            rightSection={slug === workspace.slug ? <IconCheck size={14} aria-hidden /> : undefined}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
