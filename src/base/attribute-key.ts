/** Letters of a custom field's key: Latin and Cyrillic, small ones only, so that a key reads as its heading did. */
const letter = 'a-zа-яґєіїё'

/** What a key may be: a letter, then letters, digits and underscores, at most 60. No mark that JSON paths or SQL know. */
export const attributeKeyPattern = `[${letter}][${letter}0-9_]{0,59}`

const strange = new RegExp(`[^${letter}0-9_]`, 'g')
const beginsWell = new RegExp(`^[${letter}]`)

/**
 * The key of a custom field named after a column: "Річний дохід" is річний_дохід, "Office Location" office_location.
 * In: any text; keys in use, to which a number is added until the key is free. Out: matches `attributeKeyPattern`.
 */
export function attributeKeyOf(heading: string, taken: ReadonlySet<string> = new Set()): string {
  const plain = heading
    .normalize('NFC')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/['’ʼ`]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .map(withoutAccents)
    .join('_')
    .replaceAll(/^_+|_+$/g, '')
  const key = (beginsWell.test(plain) ? plain : `field_${plain}`).slice(0, 55).replace(/_+$/, '')
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? key : `${key}_${n}`
    if (!taken.has(candidate)) return candidate
  }
}

/** "é" is e, but "ї" stays: it is a letter of its own. */
const withoutAccents = (word: string): string =>
  Array.from(word, (one) => (beginsWell.test(one) ? one : one.normalize('NFD')))
    .join('')
    .replaceAll(strange, '')
