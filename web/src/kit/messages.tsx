import { MantineThemeProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useMemo } from 'react'
import { useT } from '../i18n.tsx'

/** Where messages appear; each one's cross has a name for who does not see it, in the reader's language. */
export function Messages() {
  const label = useT()('shell.dismiss')
  const theme = useMemo(
    () => ({ components: { Notification: { defaultProps: { closeButtonProps: { 'aria-label': label } } } } }),
    [label],
  )
  return (
    <MantineThemeProvider theme={theme} inherit>
      <Notifications position="bottom-right" />
    </MantineThemeProvider>
  )
}
