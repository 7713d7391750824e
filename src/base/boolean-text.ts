const truths = new Set(['true', 'yes', 'y', 't', '1', 'так', 'істина', 'правда'])
const untruths = new Set(['false', 'no', 'n', 'f', '0', 'ні', 'хибність', 'хиба', 'неправда'])

/**
 * Reads yes or no in English and Ukrainian, in any case.
 * @returns null when the text is neither
 */
export function readBoolean(text: string): boolean | null {
  const word = text.trim().toLowerCase()
  if (truths.has(word)) return true
  return untruths.has(word) ? false : null
}
