/**
 * A block-structured process: activities by number, joined by operators. `loop` has a body and one or more ways back: body, then any
 * number of times a way back and the body again. `silent` does nothing.
 * Source: Leemans, Fahland & van der Aalst 2013 (process trees).
 */
export type ProcessTree =
  | { readonly kind: 'silent' }
  | { readonly kind: 'activity'; readonly activity: number }
  | { readonly kind: Operator; readonly children: readonly ProcessTree[] }
export type Operator = 'exclusive' | 'sequence' | 'parallel' | 'loop'

export const silent: ProcessTree = { kind: 'silent' }
export const activityLeaf = (activity: number): ProcessTree => ({ kind: 'activity', activity })

/** An operator over children: nested ones of the same kind become one, silent steps of a sequence or in parallel vanish. */
export function operator(kind: Operator, children: readonly ProcessTree[]): ProcessTree {
  if (kind === 'loop') return { kind, children }
  const flat = children.flatMap((child) => (child.kind === kind ? child.children : [child]))
  const kept = kind === 'exclusive' ? flat : flat.filter((child) => child.kind !== 'silent')
  if (kept.length === 0) return silent
  return kept.length === 1 ? kept[0]! : { kind, children: kept }
}

const marks: Readonly<Record<Operator, string>> = { exclusive: '×', sequence: '→', parallel: '∧', loop: '↺' }

/** As the literature writes it: →(a, ×(b, τ)). Equal trees are written alike. */
export function notation(tree: ProcessTree, nameOf: (activity: number) => string = String): string {
  if (tree.kind === 'silent') return 'τ'
  if (tree.kind === 'activity') return nameOf(tree.activity)
  return `${marks[tree.kind]}(${tree.children.map((child) => notation(child, nameOf)).join(', ')})`
}

/** The activities that a tree has. */
export function alphabetOf(tree: ProcessTree, into = new Set<number>()): Set<number> {
  if (tree.kind === 'activity') into.add(tree.activity)
  else if (tree.kind !== 'silent') for (const child of tree.children) alphabetOf(child, into)
  return into
}

/** Whether a case may go through the tree without any event. */
export function isNullable(tree: ProcessTree): boolean {
  if (tree.kind === 'silent') return true
  if (tree.kind === 'activity') return false
  if (tree.kind === 'exclusive') return tree.children.some(isNullable)
  return tree.kind === 'loop' ? isNullable(tree.children[0]!) : tree.children.every(isNullable)
}
