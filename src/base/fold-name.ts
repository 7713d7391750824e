/** What people write differently in one and the same name; # & % @ tell names apart (C#, AT&T) and stay. */
const insignificant = /(?![#&%@])[\p{Z}\p{P}\p{Cc}\p{Cf}\p{Sk}\u02B9\u02BB-\u02BD]/gu

/**
 * The form in which names are compared: "GTXPro" and "GTX Pro", "Дем'янюк" with any apostrophe, are one.
 * @param name text in any case and Unicode form
 * @returns lower-case NFC without spaces, apostrophes (', U+2019, U+02BC) and punctuation except # & % @; letters keep
 *   their alphabet and marks (і, ї, є, ґ stay); '' when nothing is left, which matches no name
 */
export const foldName = (name: string): string =>
  name.normalize('NFC').toLowerCase().replaceAll(insignificant, '').normalize('NFC')

/** foldName for the texts of a file, which says the same names over and over: each is folded once. */
export function foldReader(): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const folded = known.get(name) ?? foldName(name)
    known.set(name, folded)
    return folded
  }
}
