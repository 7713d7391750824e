import { SegmentedControl } from '@mantine/core'
import { useLanguage, useT } from '../i18n.tsx'
import type { Language } from '../format.ts'

/** Each language by its own name, so that it is found by who cannot read the other. */
const languages: { value: Language; label: string }[] = [
  { value: 'uk', label: 'Українська' },
  { value: 'en', label: 'English' },
]

type Props = { onChosen?: (language: Language) => void }

export function LanguageSwitch({ onChosen }: Props) {
  const t = useT()
  const { language, setLanguage } = useLanguage()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('language.label')}
      data={languages}
      value={language}
      onChange={(next) => {
        const chosen = next === 'uk' ? 'uk' : 'en'
        setLanguage(chosen)
        onChosen?.(chosen)
      }}
    />
  )
}
