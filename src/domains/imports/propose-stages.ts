import type { FileShape } from '../../base/file-shape.ts'
import { readRows } from '../../platform/files/rows.ts'
import { stageTold } from './build-deals.ts'
import { Layout } from './row-values.ts'
import type { ImportKind, Mapping } from './schema.ts'
import { usualStages } from './target-names.ts'
import { outcomeOf } from './words.ts'
import { foldName } from '../../base/fold-name.ts'

type StageMeaning = Mapping['options']['stages'][number]

/** What is counted of one stage name: deals that reached it, those of them that were won, and how early it came. */
type Seen = { name: string; won: number; places: number; visits: number }

/**
 * What the stage names of a file mean: won or lost by their words; order by when deals first reach them (event logs)
 * or by usual order (plain files); probability by the share of closed deals that were won after reaching them, or,
 * where the file tells only the present, the close rate in even steps up to the last open stage.
 * Cost: reads the whole file once.
 */
export async function proposeStages(
  path: string,
  shape: FileShape,
  kind: ImportKind,
  mapping: Mapping,
): Promise<StageMeaning[]> {
  if (kind === 'deals') return plainStages(await countStages(path, shape, mapping))
  if (kind === 'deal_history_stages') return loggedStages(path, shape, mapping)
  return []
}

async function countStages(path: string, shape: FileShape, mapping: Mapping): Promise<Map<string, number>> {
  const layout = new Layout(mapping)
  const [stage, status] = ['stage', 'status'].map((target) => layout.place(target)?.index ?? -1)
  const counts = new Map<string, number>()
  for await (const { cells } of readRows(path, shape)) {
    const name = stageTold(cells[stage ?? -1]?.trim() || null, cells[status ?? -1]?.trim() || null)
    if (name) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

function plainStages(counts: Map<string, number>): StageMeaning[] {
  const names = [...counts.keys()].sort((a, b) => usualPlace(a) - usualPlace(b))
  const total = (kind: string): number =>
    names.filter((n) => outcomeOf(n) === kind).reduce((sum, n) => sum + (counts.get(n) ?? 0), 0)
  const [won, lost] = [total('won'), total('lost')]
  const closeRate = won + lost === 0 ? 0.5 : won / (won + lost)
  const open = names.filter((name) => outcomeOf(name) === 'open')
  const ordered = [...open, ...names.filter((name) => outcomeOf(name) !== 'open')]
  return ordered.map((name, position) => {
    const kind = outcomeOf(name)
    const probability = kind === 'won' ? 1 : kind === 'lost' ? 0 : (closeRate * (position + 1)) / open.length
    return { value: name, kind, position, probability_ratio: Math.round(probability * 100) / 100 }
  })
}

const usualPlace = (name: string): number => {
  const folded = foldName(name)
  const place = usualStages.findIndex((usual) => folded.includes(foldName(usual)))
  return place === -1 ? usualStages.length : place
}

async function loggedStages(path: string, shape: FileShape, mapping: Mapping): Promise<StageMeaning[]> {
  const layout = new Layout(mapping)
  const [event = -1, deal = -1] = ['stage_event', 'external_id'].map((target) => layout.place(target)?.index ?? -1)
  const prefix = mapping.options.stage_prefix
  const stages = new Map<string, Seen>()
  const paths = new Map<string, string[]>()
  for await (const { cells } of readRows(path, shape)) {
    const [name = '', id = ''] = [cells[event]?.trim(), cells[deal]?.trim()]
    if (name === '' || id === '' || (prefix !== null && !name.startsWith(prefix))) continue
    const passed = paths.get(id) ?? []
    if (!passed.includes(name)) passed.push(name)
    paths.set(id, passed)
  }
  for (const passed of paths.values()) countPath(stages, passed)
  const ordered = [...stages.values()].sort((a, b) => rank(a) - rank(b))
  return ordered.map(({ name, visits, won }, position) => {
    const kind = outcomeOf(name)
    const probability = kind === 'won' ? 1 : kind === 'lost' ? 0 : won / visits
    return { value: name, kind, position, probability_ratio: Math.round(probability * 100) / 100 }
  })
}

function countPath(stages: Map<string, Seen>, passed: string[]): void {
  const isWon = passed.some((name) => outcomeOf(name) === 'won')
  passed.forEach((name, place) => {
    const seen = stages.get(name) ?? { name, won: 0, places: 0, visits: 0 }
    seen.won += isWon ? 1 : 0
    seen.places += place
    seen.visits++
    stages.set(name, seen)
  })
}

/** Open stages first, in the order deals reach them; then won, then lost. */
const rank = (seen: Seen): number => {
  const kind = outcomeOf(seen.name)
  return (kind === 'open' ? 0 : kind === 'won' ? 1000 : 2000) + seen.places / seen.visits
}
