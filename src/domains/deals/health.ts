/** What is known of an open deal that may need somebody. Days are whole; null: not known, or never. */
export type Signs = {
  /** Days since the close date; negative: still to come. */
  overdue_days: number | null
  has_next_step: boolean
  /** Days since the last finished activity, or since creation where there was none. */
  quiet_days: number
  /** How often the close date was moved later. */
  push_count: number
  stage_days: number | null
  /** 75th percentile of the stays in this stage of deals that were won; null below 10 such stays. */
  stage_usual_days: number | null
  /** The last change of the amount, when it was downward, as a share of what it was: 0–1. */
  cut_ratio: number | null
}

export const reasonKinds = [
  'close_overdue',
  'no_close_date',
  'pushed',
  'long_in_stage',
  'quiet',
  'amount_cut',
  'no_next_step',
] as const
export type ReasonKind = (typeof reasonKinds)[number]
/** `size`: days, times, or a share, by the kind; null where it has none. `usual`: what it is held against. */
export type Reason = { kind: ReasonKind; size: number | null; usual: number | null }

const quietFrom = 21
const pushesFrom = 2
const cutFrom = 0.1

/** Why an open deal needs somebody, the gravest first; empty when nothing speaks for it. */
export function reasonsOf(signs: Signs): Reason[] {
  const { overdue_days: overdue, stage_days: stage, stage_usual_days: usual, cut_ratio: cut } = signs
  const said: (Reason | null)[] = [
    overdue !== null && overdue > 0 ? { kind: 'close_overdue', size: overdue, usual: null } : null,
    overdue === null ? { kind: 'no_close_date', size: null, usual: null } : null,
    signs.push_count >= pushesFrom ? { kind: 'pushed', size: signs.push_count, usual: null } : null,
    stage !== null && usual !== null && stage > usual ? { kind: 'long_in_stage', size: stage, usual } : null,
    signs.quiet_days >= quietFrom ? { kind: 'quiet', size: signs.quiet_days, usual: null } : null,
    cut !== null && cut >= cutFrom ? { kind: 'amount_cut', size: cut, usual: null } : null,
    signs.has_next_step ? null : { kind: 'no_next_step', size: null, usual: null },
  ]
  return said.filter((reason) => reason !== null)
}
