import { isNullable, notation, operator, silent, type ProcessTree } from './process-tree.ts'

/** What is left of a tree after an event, with the text it is told apart by. */
export type Residual = { readonly tree: ProcessTree; readonly key: string; readonly isNullable: boolean }

/**
 * What may be left of the tree after one event of an activity: the partial derivatives of Antimirov 1996, carried over to
 * parallel (Brzozowski 1964 for the idea). Empty: the activity may not come next. Cost: O(size of the tree).
 */
export function residualsAfter(tree: ProcessTree, activity: number): ProcessTree[] {
  if (tree.kind === 'silent') return []
  if (tree.kind === 'activity') return tree.activity === activity ? [silent] : []
  const { kind, children } = tree
  if (kind === 'exclusive') return children.flatMap((child) => residualsAfter(child, activity))
  if (kind === 'parallel')
    return children.flatMap((child, i) =>
      residualsAfter(child, activity).map((left) => operator('parallel', children.with(i, left))),
    )
  if (kind === 'sequence') return afterSequence(children, activity)
  return afterLoop(tree, children, activity)
}

function afterSequence(children: readonly ProcessTree[], activity: number): ProcessTree[] {
  const found: ProcessTree[] = []
  for (let i = 0; i < children.length; i++) {
    const rest = children.slice(i + 1)
    for (const left of residualsAfter(children[i]!, activity)) found.push(operator('sequence', [left, ...rest]))
    if (!isNullable(children[i]!)) break
  }
  return found
}

function afterLoop(loop: ProcessTree, children: readonly ProcessTree[], activity: number): ProcessTree[] {
  const [body, ...back] = children as [ProcessTree, ...ProcessTree[]]
  const again = operator('sequence', [operator('exclusive', back), loop])
  const onceMore: ProcessTree = { kind: 'exclusive', children: [silent, again] }
  const inBody = residualsAfter(body, activity).map((left) => operator('sequence', [left, onceMore]))
  // A silent body, then a way back; a silent way back leads to the loop as it is, which is in `inBody` already.
  const onTheWay = isNullable(body) ? back.flatMap((way) => residualsAfter(way, activity)) : []
  return [...inBody, ...onTheWay.map((left) => operator('sequence', [left, loop]))]
}

/** Residuals of one tree, each made once. */
export class ResidualSpace {
  readonly first: Residual
  readonly #known = new Map<string, Residual>()
  readonly #after = new Map<Residual, Map<number, readonly Residual[]>>()

  constructor(tree: ProcessTree) {
    this.first = this.#residual(tree)
  }

  get size(): number {
    return this.#known.size
  }

  after(residual: Residual, activity: number): readonly Residual[] {
    let known = this.#after.get(residual)
    if (known === undefined) this.#after.set(residual, (known = new Map()))
    let found = known.get(activity)
    if (found === undefined) {
      found = [...new Set(residualsAfter(residual.tree, activity).map((tree) => this.#residual(tree)))]
      known.set(activity, found)
    }
    return found
  }

  #residual(tree: ProcessTree): Residual {
    const key = notation(tree)
    let residual = this.#known.get(key)
    if (residual === undefined) this.#known.set(key, (residual = { tree, key, isNullable: isNullable(tree) }))
    return residual
  }
}

/**
 * Whether a sequence of activities is one that the tree allows: exact, silent steps and parallel branches included.
 * Cost: O(events × residuals), few where no activity stands twice in the tree.
 */
export function allows(space: ResidualSpace, activities: ArrayLike<number>): boolean {
  let current: readonly Residual[] = [space.first]
  for (let i = 0; i < activities.length; i++) {
    current = [...new Set(current.flatMap((one) => space.after(one, activities[i]!)))]
    if (current.length === 0) return false
  }
  return current.some((one) => one.isNullable)
}
