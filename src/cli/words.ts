import { IntlMessageFormat } from 'intl-messageformat'
import type { AppError } from '../base/errors.ts'
import { en } from '../locales/en/index.ts'
import { uk } from '../locales/uk/index.ts'

const catalogues: Record<'en' | 'uk', Readonly<Record<string, string>>> = { en, uk }

/** `LANG=uk_UA.UTF-8` and `--lang uk` alike; English for every other language. */
export const languageOf = (text: string | undefined): 'en' | 'uk' =>
  text?.toLowerCase().startsWith('uk') ? 'uk' : 'en'

/** An error as sentences: what happened, where, and what to do. */
export function sayError(error: AppError, language: 'en' | 'uk'): string {
  const keys = [`errors.${error.code}.${error.reason}`, `errors.${error.code}`]
  const [key = ''] = keys.filter((candidate) => candidate in catalogues[language])
  const advice = catalogues[language][`errors.${error.code}.advice`]
  const place = Object.keys(error.params).length > 0 ? ` ${JSON.stringify(error.params)}` : ''
  const what =
    key === '' ? `${error.code}: ${error.reason}` : format(catalogues[language][key] ?? '', error.params, language)
  return [`${what} [${error.code}/${error.reason}]${place}`, advice].filter(Boolean).join('\n')
}

/** A sentence of the catalogue; the key itself where there is none. */
export const say = (key: string, params: Record<string, unknown>, language: 'en' | 'uk'): string =>
  format(catalogues[language][key] ?? key, params, language)

function format(message: string, params: Record<string, unknown>, language: 'en' | 'uk'): string {
  try {
    return String(new IntlMessageFormat(message, language).format(params as Record<string, string>))
  } catch {
    return message
  }
}
