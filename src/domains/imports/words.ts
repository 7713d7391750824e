import { foldName } from '../../base/fold-name.ts'

const wonWords = [
  'won',
  'activated',
  'approved',
  'registered',
  'signed',
  'accepted by customer',
  'successful',
  'вигран',
  'успішно',
  'підписано',
  'оплачено',
]
const lostWords = [
  'lost',
  'declined',
  'cancelled',
  'canceled',
  'rejected',
  'refused',
  'unsuccessful',
  'програн',
  'втрачен',
  'неуспішн',
  'безуспішн',
  'відмова',
  'відхилено',
  'скасовано',
]

/** What a stage's or status's name says of the outcome, in the words people and systems use. */
export function outcomeOf(name: string): 'open' | 'won' | 'lost' {
  const folded = foldName(name)
  if (lostWords.some((word) => folded.includes(foldName(word)))) return 'lost'
  return wonWords.some((word) => folded.includes(foldName(word))) ? 'won' : 'open'
}

const categories: Record<string, string> = {
  pipeline: 'pipeline',
  bestcase: 'best_case',
  mostlikely: 'best_case',
  commit: 'commit',
  forecast: 'commit',
  omitted: 'omitted',
  omit: 'omitted',
}

/** A vendor's forecast category as ours; null for one that follows from the stage or is unknown. */
export const categoryOf = (text: string): string | null => categories[foldName(text)] ?? null
