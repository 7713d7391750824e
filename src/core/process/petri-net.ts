import type { ProcessTree } from './process-tree.ts'

/** A transition takes a token from each place of `from` and puts one into each of `to`; `activity` null: silent. */
export type Transition = {
  readonly activity: number | null
  readonly from: readonly number[]
  readonly to: readonly number[]
}

/** A workflow net: cases begin with one token in place 0 and end with one in place 1. */
export type WorkflowNet = { readonly placeCount: number; readonly transitions: readonly Transition[] }

/** The net of a process tree, with the same runs; safe and sound by construction (van der Aalst, Process Mining 2016, §7.5). */
export function netOf(tree: ProcessTree): WorkflowNet {
  const transitions: Transition[] = []
  let placeCount = 2
  const add = (activity: number | null, from: readonly number[], to: readonly number[]): void =>
    void transitions.push({ activity, from, to })
  const build = (part: ProcessTree, from: number, to: number): void => {
    if (part.kind === 'silent') return add(null, [from], [to])
    if (part.kind === 'activity') return add(part.activity, [from], [to])
    const { kind, children } = part
    if (kind === 'exclusive') return children.forEach((child) => build(child, from, to))
    if (kind === 'sequence') {
      const between = children.slice(1).map(() => placeCount++)
      return children.forEach((child, i) => build(child, between[i - 1] ?? from, between[i] ?? to))
    }
    if (kind === 'parallel') {
      const begins = children.map(() => placeCount++)
      const ends = children.map(() => placeCount++)
      add(null, [from], begins)
      add(null, ends, [to])
      return children.forEach((child, i) => build(child, begins[i]!, ends[i]!))
    }
    const [before, after] = [placeCount++, placeCount++]
    add(null, [from], [before])
    add(null, [after], [to])
    children.forEach((child, i) => (i === 0 ? build(child, before, after) : build(child, after, before)))
  }
  build(tree, 0, 1)
  return { placeCount, transitions }
}
