import {
  Avatar,
  Button,
  Divider,
  Popover,
  SegmentedControl,
  UnstyledButton,
  useMantineColorScheme,
} from '@mantine/core'
import { IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useDensity } from '../density.tsx'
import { useT } from '../i18n.tsx'
import { LanguageSwitch } from '../kit/language-switch.tsx'
import { useKeepLanguage } from './keep-language.ts'
import { useSession } from './session.tsx'
import classes from './top-bar.module.css'

/** Who one is, how one likes to see things, the way out. */
export function PersonMenu() {
  const t = useT()
  const { user, role, signOut, workspace } = useSession()
  const [isOpen, setIsOpen] = useState(false)
  const navigate = useNavigate()
  const openProfile = (): void => {
    setIsOpen(false)
    void navigate({ to: '/w/$workspace/profile', params: { workspace: workspace.slug } } as never)
  }
  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" width={280} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          onClick={() => setIsOpen((was) => !was)}
          className={classes.person}
          aria-label={t('shell.person', { name: user.name })}
        >
          <Avatar size={28} name={user.name} color="accent" aria-hidden />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={4} aria-label={t('shell.person', { name: user.name })}>
        <div className={classes.who}>
          <strong>{user.name}</strong>
          <span>{user.email}</span>
          <span>{t(`role.${role}`)}</span>
        </div>
        <Divider my={4} />
        <Button
          variant="subtle"
          color="gray"
          fullWidth
          justify="flex-start"
          leftSection={<IconUserCircle size={15} />}
          onClick={openProfile}
        >
          {t('shell.profile')}
        </Button>
        <Divider my={4} />
        <Appearance />
        <Divider my={4} />
        <Button
          variant="subtle"
          color="gray"
          fullWidth
          justify="flex-start"
          leftSection={<IconLogout size={15} />}
          onClick={signOut}
        >
          {t('shell.sign_out')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}

function Appearance() {
  const t = useT()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { density, setDensity } = useDensity()
  const keepLanguage = useKeepLanguage()
  return (
    <div className={classes.appearance}>
      <Choice label={t('language.label')}>
        <LanguageSwitch onChosen={keepLanguage} />
      </Choice>
      <Choice label={t('shell.scheme')}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('shell.scheme')}
          value={colorScheme}
          onChange={(next) => setColorScheme(next)}
          data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`shell.scheme.${value}`) }))}
        />
      </Choice>
      <Choice label={t('shell.density')}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('shell.density')}
          value={density}
          onChange={(next) => setDensity(next)}
          data={(['comfortable', 'compact'] as const).map((value) => ({ value, label: t(`shell.density.${value}`) }))}
        />
      </Choice>
    </div>
  )
}

const Choice = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className={classes.choice}>
    <span aria-hidden>{label}</span>
    {children}
  </div>
)
