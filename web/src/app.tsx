import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode, type ReactNode } from 'react'
import type { Catalogue } from '../../src/locales/en/index.ts'
import { DensityProvider } from './density.tsx'
import type { Language } from './format.ts'
import { LanguageProvider } from './i18n.tsx'
import { Messages } from './kit/messages.tsx'
import { ApiProblem } from './problem.ts'
import { cssVariables, theme } from './theme.ts'

const schemes = localStorageColorSchemeManager({ key: 'kurs.scheme' })

/** The nonce of this answer (see vite.config.ts), for styles made at run time. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
// What locks the page's scroll under a dialog reads its nonce from here.
Object.assign(globalThis, { __webpack_nonce__: nonce })

/** What the reader cannot mend by waiting is not asked twice. */
const isPassing = (error: unknown): boolean =>
  !(error instanceof ApiProblem) || error.status === 0 || error.status >= 502

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < 2 && isPassing(error),
      refetchOnWindowFocus: true,
    },
  },
})

type Props = { language: Language; messages: Catalogue; children: ReactNode }

/** Everything a screen stands on. */
export function App({ language, messages, children }: Props) {
  return (
    <StrictMode>
      <LanguageProvider first={{ language, messages }}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          colorSchemeManager={schemes}
          defaultColorScheme="auto"
          getStyleNonce={() => nonce}
        >
          <DensityProvider>
            <QueryClientProvider client={queryClient}>
              <ModalsProvider>
                <Messages />
                {children}
              </ModalsProvider>
            </QueryClientProvider>
          </DensityProvider>
        </MantineProvider>
      </LanguageProvider>
    </StrictMode>
  )
}
