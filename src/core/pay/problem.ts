/** What is wrong with a plan or with what it is applied to, and where: `at` is the way to the field, as in `bands, 1, from`. */
export type Problem = { code: ProblemCode; at: (string | number)[]; params: Record<string, string | number> }

export type ProblemCode =
  | 'amount_not_whole'
  | 'not_a_number'
  | 'negative'
  | 'not_positive'
  | 'empty'
  | 'id_twice'
  | 'first_not_at_0'
  | 'not_ascending'
  | 'too_few_points'
  | 'curve_not_from_0'
  | 'curve_falls'
  | 'cap_twice'
  | 'period_empty'
  | 'not_a_day'
  | 'no_target'
  | 'no_variable_target'
  | 'unknown_component'
  | 'unknown_spiff'
  | 'outside_period'
  | 'measured_late'
  | 'other_currency'
  | 'earlier_credit_missing'
  | 'share_not_0_to_1'
  | 'direct_shares_over_1'
  | 'payee_twice'
  | 'too_long'
  | 'amount_too_large'

export const problem = (code: ProblemCode, at: Problem['at'], params: Problem['params'] = {}): Problem => ({
  code,
  at,
  params,
})
