/** A candidate's AUC per part of the last time slice; null where a part has one outcome only. */
export type Trial = readonly (number | null)[]

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

/**
 * The place of the champion among candidates, simplest first: the simplest whose mean AUC over the parts of the last
 * slice is not worse than the best one's by more than one standard error of their difference (the one-standard-error
 * rule, Breiman et al. 1984). Parts are compared one by one because a score ranks rows of its own time: rates that
 * move between parts are no skill. A lead in one part that is lost in the next does not make a champion.
 * In: at least one candidate; trials of equal length. Out: 0 where no part can be judged.
 */
export function chooseChampion(trials: readonly Trial[]): number {
  const parts = (trials[0] ?? []).flatMap((_, part) => (trials.every((t) => t[part] !== null) ? [part] : []))
  if (parts.length === 0) return 0
  const means = trials.map((trial) => mean(parts.map((part) => trial[part]!)))
  const best = means.indexOf(Math.max(...means))
  return trials.findIndex((trial, candidate) => {
    const lead = parts.map((part) => trials[best]![part]! - trial[part]!)
    return candidate === best || means[best]! - means[candidate]! <= standardError(lead)
  })
}

function standardError(values: readonly number[]): number {
  if (values.length < 2) return 0
  const centre = mean(values)
  const variance = values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / (values.length - 1)
  return Math.sqrt(variance / values.length)
}
