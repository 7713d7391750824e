/**
 * What a spreadsheet may run: = + - @, also in full width, first or behind white space, control characters and marks
 * that are not seen; and a tab or line end at the beginning. Apostrophes before it are the guard itself.
 */
const runnable = /^'*(?:[\s\p{Cc}\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/u

/** A text for a cell of CSV that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection). */
export const guardText = (text: string): string => (runnable.test(text) ? `'${text}` : text)

/** Undoes `guardText`, exactly: what was guarded comes back, what was not stays as it is. */
export const unguardText = (text: string): string =>
  text.startsWith("'") && runnable.test(text.slice(1)) ? text.slice(1) : text

/**
 * A text for a cell that is typed as text, where nothing runs: it stays as it is, but for one that `unguardText` would
 * take for guarded.
 */
export const keptText = (text: string): string => (unguardText(text) === text ? text : guardText(text))
