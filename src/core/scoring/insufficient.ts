/** Too little to learn from is an answer, not an error: what there is, and what is needed. */
export type InsufficientData = {
  kind: 'insufficient'
  reason: 'too_few_positive' | 'too_few_negative' | 'no_usable_columns' | 'no_earlier_rows'
  have: number
  need: number
}

export const insufficientData = (reason: InsufficientData['reason'], have: number, need: number): InsufficientData => ({
  kind: 'insufficient',
  reason,
  have,
  need,
})
