import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { IntlProvider, useIntl } from 'react-intl'
import type { Catalogue, MessageKey } from '../../src/locales/en/index.ts'
import { createFormat, localeOf, type Format, type Language } from './format.ts'
import { readSetting, writeSetting } from './settings.ts'

/** Only the reader's own language is loaded. */
const load: Record<Language, () => Promise<Catalogue>> = {
  en: async () => (await import('../../src/locales/en/index.ts')).en,
  uk: async () => (await import('../../src/locales/uk/index.ts')).uk,
}

/** The stored choice, else the first of the browser's languages that we speak. */
export function firstLanguage(): Language {
  const stored = readSetting('language')
  if (stored === 'uk' || stored === 'en') return stored
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === 'uk' || tag === 'en')
  return spoken === 'uk' ? 'uk' : 'en'
}

export const loadCatalogue = (language: Language): Promise<Catalogue> => load[language]()

type Languages = { language: Language; format: Format; setLanguage: (language: Language) => void }
const LanguageContext = createContext<Languages | null>(null)

type Loaded = { language: Language; messages: Catalogue }

/** Words and formats for everything below. `first` is loaded before the first render, so no screen flashes keys. */
export function LanguageProvider({ first, children }: { first: Loaded; children: ReactNode }) {
  const [loaded, setLoaded] = useState(first)
  const setLanguage = useCallback((language: Language) => {
    writeSetting('language', language)
    void loadCatalogue(language).then((messages) => setLoaded({ language, messages }))
  }, [])
  const { language, messages } = loaded
  useEffect(() => document.documentElement.setAttribute('lang', language), [language])
  const value = useMemo(() => ({ language, format: createFormat(language), setLanguage }), [language, setLanguage])
  return (
    <LanguageContext value={value}>
      <IntlProvider locale={localeOf[language]} messages={messages} defaultLocale="en-GB">
        {children}
      </IntlProvider>
    </LanguageContext>
  )
}

export function useLanguage(): Languages {
  const value = useContext(LanguageContext)
  if (value === null) throw new Error('useLanguage outside LanguageProvider')
  return value
}

export const useFormat = (): Format => useLanguage().format

export type MessageArguments = Record<string, string | number>
export type Translate = (key: MessageKey, values?: MessageArguments) => string

/** The sentence of a key in the reader's language. */
export function useT(): Translate {
  const { formatMessage } = useIntl()
  return useCallback((key, values) => formatMessage({ id: key }, values), [formatMessage])
}

/** For keys built from data (`errors.<code>.<reason>`): undefined when the catalogue has no such sentence. */
export function useOptionalT(): (key: string, values?: MessageArguments) => string | undefined {
  const { formatMessage, messages } = useIntl()
  return useCallback(
    (key, values) => (Object.hasOwn(messages, key) ? formatMessage({ id: key }, values) : undefined),
    [formatMessage, messages],
  )
}
