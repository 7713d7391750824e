import { SegmentedControl } from '@mantine/core'
import { useLanguage, useT } from '../i18n.tsx'
import type { Language } from '../format.ts'

/** Each language by its own name, so that it is found by who cannot read the other. */
const languages: { value: Language; label: string }[] = [
  { value: 'uk', label: 'Українська' },
  { value: 'en', label: 'English' },
]

export function LanguageSwitch() {
  const t = useT()
  const { language, setLanguage } = useLanguage()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('language.label')}
      data={languages}
      value={language}
      onChange={(next) => setLanguage(next === 'uk' ? 'uk' : 'en')}
    />
  )
}
