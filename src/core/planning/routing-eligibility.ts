/**
 * A rule who may have a lead: the lead asks for a value (a language, a territory, a product), the seller must have it.
 * `asked` null: this lead asks for nothing here.
 */
export type EligibilityRule = {
  id: string
  asked: readonly (string | null)[]
  had: readonly ReadonlySet<string>[]
}

/** Rules that a matrix of bytes can tell apart. */
const mostRules = 255

/**
 * Which pairs the rules allow: 0 where all do, otherwise 1 + the place of the first rule that does not.
 * Out: by rows of leads; null for more than 255 rules. Cost: O(leads · sellers · rules).
 */
export function eligibility(
  rules: readonly EligibilityRule[],
  leadCount: number,
  sellerCount: number,
): Uint8Array | null {
  if (rules.length > mostRules) return null
  const barrier = new Uint8Array(leadCount * sellerCount)
  rules.forEach(({ asked, had }, r) => {
    for (let i = 0; i < leadCount; i++) {
      const value = asked[i] ?? null
      if (value === null) continue
      for (let j = 0; j < sellerCount; j++) {
        const at = i * sellerCount + j
        if (barrier[at] === 0 && had[j]?.has(value) !== true) barrier[at] = 1 + r
      }
    }
  })
  return barrier
}
