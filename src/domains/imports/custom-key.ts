// prettier-ignore
const latin: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'h', ґ: 'g', д: 'd', е: 'e', є: 'ie', ж: 'zh', з: 'z', и: 'y', і: 'i', ї: 'i', й: 'i',
  к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch',
  ш: 'sh', щ: 'shch', ь: '', ю: 'iu', я: 'ia', ы: 'y', э: 'e', ё: 'e', ъ: '',
}
const latinAtStart: Readonly<Record<string, string>> = { є: 'ye', ї: 'yi', й: 'y', ю: 'yu', я: 'ya' }

const transliterated = (word: string): string =>
  Array.from(word, (letter, i) => (i === 0 ? latinAtStart[letter] : undefined) ?? latin[letter] ?? letter).join('')

/**
 * The key of a custom field named after a column: "Річний дохід" is richnyi_dokhid, "Office Location" office_location.
 * Ukrainian letters as the Cabinet of Ministers' resolution 55 of 2010 writes them.
 * @param taken keys in use; a number is added until the key is free
 * @returns [a-z][a-z0-9_]*, at most 60 characters
 */
export function customKey(name: string, taken: ReadonlySet<string>): string {
  const words = name
    .normalize('NFC')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/['’ʼ`]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .map(transliterated)
  const plain = words
    .join('_')
    .normalize('NFD')
    .replaceAll(/[^a-z0-9_]/g, '')
    .replace(/^_+|_+$/g, '')
  const key = (/^[a-z]/.test(plain) ? plain : `field_${plain}`).slice(0, 55).replace(/_+$/, '')
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? key : `${key}_${n}`
    if (!taken.has(candidate)) return candidate
  }
}
