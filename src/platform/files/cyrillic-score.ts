/** Letters per thousand in running Ukrainian or Russian text, the larger of the two, rounded. */
// prettier-ignore
const perThousand: Readonly<Record<string, number>> = {
  о: 100, а: 80, н: 67, и: 64, е: 65, і: 57, т: 58, в: 52, р: 47, с: 50, к: 36, л: 40, д: 31, у: 32, м: 32,
  п: 29, я: 24, з: 22, ь: 20, г: 17, б: 17, ч: 14, х: 12, й: 13, ж: 9, ц: 8, ю: 8, ї: 8, є: 6, ш: 8, щ: 5,
  ф: 4, ґ: 2, ы: 12, э: 3, ё: 2, ъ: 1,
}

/** What stands between Cyrillic words in all three code pages' honest texts. */
const usualMarks = new Set('«»“”„’‘–—…№°§©®™€₴\u00A0·•')
const isCyrillic = /^\p{Script=Cyrillic}$/u

const average = Object.values(perThousand).reduce((sum, share) => sum + share, 0) / Object.keys(perThousand).length

/**
 * How much a text looks like Ukrainian or Russian, to compare decodings of the same bytes.
 * @returns score in nats (higher is likelier): letter frequencies, less 3 for a capital inside a lower-case word, less 4
 *   for a character that such texts do not have; letterCount: Cyrillic letters seen
 */
export function cyrillicScore(text: string): { score: number; letterCount: number } {
  let score = 0
  let letterCount = 0
  let previous = ''
  for (const character of text) {
    if (character >= '\u0080' && !usualMarks.has(character)) {
      const lower = character.toLowerCase()
      const share = perThousand[lower]
      if (share === undefined) score -= 4
      else {
        score += Math.log(share / average)
        letterCount++
        const followsLower = isCyrillic.test(previous) && previous === previous.toLowerCase()
        if (character !== lower && followsLower) score -= 3
      }
    }
    previous = character
  }
  return { score, letterCount }
}
