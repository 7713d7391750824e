import { readdirSync, readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { en, type MessageKey } from './en/index.ts'
import { uk } from './uk/index.ts'

type Element = ReturnType<IntlMessageFormat['getAst']>[number]

/** Names of the arguments of a message, those inside its plurals and choices too. */
function argumentsOf(elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    const own = 'value' in element && element.type !== 0 ? [String(element.value)] : []
    const inner =
      'options' in element ? Object.values(element.options).flatMap((option) => argumentsOf(option.value)) : []
    return [...own, ...inner]
  })
}
const argumentSet = (message: string, locale: string): string[] =>
  [...new Set(argumentsOf(new IntlMessageFormat(message, locale).getAst()))].sort()

const sources = ['web/src', 'src'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('locales/') && !path.includes('.test.'))
    .map((path) => readFileSync(`${root}/${path}`, 'utf8')),
)
const code = sources.join('\n')
const quoted = new Set([...code.matchAll(/'([a-z_]+(?:\.[a-z0-9_]+)+)'/g)].map((match) => match[1]))
/** Keys made from data, each with the place where it is made: `errors.${code}.${reason}`. */
const builtPrefixes = [
  ...new Set([...code.matchAll(/`([a-z_]+(?:\.[a-z0-9_]+)*\.)\$\{/g)].map((match) => match[1] ?? '')),
]

const keys = Object.keys(en) as MessageKey[]

describe('the catalogue', () => {
  test.each(keys)('%s parses in both languages and takes the same arguments', (key) => {
    expect(argumentSet(uk[key], 'uk-UA')).toEqual(argumentSet(en[key], 'en-GB'))
  })

  test('no message is empty', () => {
    expect(keys.filter((key) => en[key].trim() === '' || uk[key].trim() === '')).toEqual([])
  })

  test('every key is used by a screen, a terminal or a mail', () => {
    const isUsed = (key: string): boolean => quoted.has(key) || builtPrefixes.some((prefix) => key.startsWith(prefix))
    expect(keys.filter((key) => !isUsed(key))).toEqual([])
  })

  test('Ukrainian has no letters of another alphabet in its words (ы, э, ъ, ё)', () => {
    expect(keys.filter((key) => /[ыэъё]/i.test(uk[key]))).toEqual([])
  })
})

test('the checks can fail: other arguments are seen, in plurals too', () => {
  expect(argumentSet('{count, plural, one {{name}} other {#}}', 'en')).toEqual(['count', 'name'])
})
