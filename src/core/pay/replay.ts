import type { PayLine } from './explanation.ts'
import type { StatementInputs } from './statement-inputs.ts'
import { statementOf, type RefusedStatement, type Statement } from './statement.ts'

/** A line that a replay does not bear out: null on the side where it does not exist. */
export type ReplayDifference = { key: string; stored_minor: number | null; replayed_minor: number | null }

/** The same text for the same value, whatever the order of its keys: storage may change that. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )

/**
 * Works a stored statement out again from its inputs and plan version, and says which lines differ in anything: amount,
 * explanation, dates. Out: empty when every line replays (then the total and what is owed do too). Cost: of
 * `statementOf`.
 */
export function replay(
  stored: Statement,
  inputs: StatementInputs,
): { kind: 'replayed'; differences: ReplayDifference[] } | RefusedStatement {
  const again = statementOf(inputs)
  if (again.kind === 'refused') return again
  const byKey = (lines: PayLine[]): Map<string, PayLine> => new Map(lines.map((line) => [line.key, line]))
  const [before, after] = [byKey(stored.lines), byKey(again.lines)]
  const differences = [...new Set([...before.keys(), ...after.keys()])].flatMap((key): ReplayDifference[] => {
    const [was, is] = [before.get(key), after.get(key)]
    if (canonical(was) === canonical(is)) return []
    return [{ key, stored_minor: was?.amount_minor ?? null, replayed_minor: is?.amount_minor ?? null }]
  })
  const figures = ({ total_minor, owed_minor }: Statement): string => `${total_minor} ${owed_minor}`
  if (differences.length === 0 && figures(stored) !== figures(again))
    differences.push({ key: 'total', stored_minor: stored.total_minor, replayed_minor: again.total_minor })
  return { kind: 'replayed', differences }
}
