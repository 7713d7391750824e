/** Connected parts of items by an undirected relation, in order of the items. Cost: O(items²). */
export function connectedParts(items: readonly number[], isJoined: (a: number, b: number) => boolean): number[][] {
  const left = new Set(items)
  const parts: number[][] = []
  for (const first of items) {
    if (!left.delete(first)) continue
    const part = [first]
    for (const at of part)
      for (const other of left)
        if (isJoined(at, other)) {
          left.delete(other)
          part.push(other)
        }
    parts.push(part)
  }
  return parts
}

/** Which items can be reached from each, in one step or more. Cost: O(items × steps). */
export function reachability(
  items: readonly number[],
  next: ReadonlyMap<number, ReadonlyMap<number, number>>,
): ReadonlyMap<number, ReadonlySet<number>> {
  return new Map(
    items.map((item) => {
      const reached = new Set<number>()
      const open = [item]
      for (let at = open.pop(); at !== undefined; at = open.pop())
        for (const follower of next.get(at)?.keys() ?? [])
          if (!reached.has(follower)) {
            reached.add(follower)
            open.push(follower)
          }
      return [item, reached] as const
    }),
  )
}
