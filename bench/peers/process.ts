import { spawnSync } from 'node:child_process'
import type { LogEvent } from '../../src/core/process/event-log.ts'

/** What a peer counted and how long it took once the file was parsed. */
export type PeerAnswer = { arcs: number; follows: number; variants: number; topCases: number; seconds: number }

/** The same counts with nothing but Maps and joined texts, as one would write them without a library. */
export function countWithMaps(events: readonly LogEvent[]): PeerAnswer {
  const started = performance.now()
  const cases = new Map<string, LogEvent[]>()
  for (const event of events) {
    const list = cases.get(event.caseId)
    if (list === undefined) cases.set(event.caseId, [event])
    else list.push(event)
  }
  const arcs = new Map<string, number>()
  const variants = new Map<string, number>()
  for (const list of cases.values()) {
    list.sort((a, b) => a.at - b.at)
    for (let i = 1; i < list.length; i++) {
      const arc = `${list[i - 1]!.activity}→${list[i]!.activity}`
      arcs.set(arc, (arcs.get(arc) ?? 0) + 1)
    }
    const variant = list.map((event) => event.activity).join('→')
    variants.set(variant, (variants.get(variant) ?? 0) + 1)
  }
  return {
    arcs: arcs.size,
    follows: [...arcs.values()].reduce((sum, count) => sum + count, 0),
    variants: variants.size,
    topCases: Math.max(...variants.values()),
    seconds: (performance.now() - started) / 1000,
  }
}

const prologue = `
import sys, time, json, pandas as pd
rows = pd.read_csv(sys.argv[1], dtype={'case': str})
rows['timestamp'] = pd.to_datetime(rows['timestamp'], utc=True)
`
const answer = `
print(json.dumps(dict(arcs=len(arcs), follows=int(sum(arcs.values())), variants=len(variants), topCases=int(max(variants.values())), seconds=time.perf_counter() - started)))
`
const programs = {
  pandas: `${prologue}
started = time.perf_counter()
rows = rows.sort_values(['case', 'timestamp'], kind='stable')
after = rows['activity'].shift(-1)
same = rows['case'] == rows['case'].shift(-1)
arcs = pd.DataFrame({'a': rows['activity'][same], 'b': after[same]}).value_counts().to_dict()
variants = rows.groupby('case', sort=False)['activity'].agg(tuple).value_counts().to_dict()
${answer}`,
  pm4py: `
import pm4py
${prologue}
rows = pm4py.format_dataframe(rows, case_id='case', activity_key='activity', timestamp_key='timestamp')
started = time.perf_counter()
arcs, _, _ = pm4py.discover_dfg(rows)
variants = pm4py.get_variants(rows)
variants = {k: (v if isinstance(v, int) else len(v)) for k, v in variants.items()}
${answer}`,
}

const installs = {
  pandas: 'apt-get install --no-install-recommends python3-pandas',
  pm4py: 'pip install pm4py (PyPI; Debian has no package of it)',
}

export const pythonPeers = Object.keys(programs) as (keyof typeof programs)[]

/** The peer's answer, or how to install it. The system's Python is tried beside the one on the path. */
export function askPython(peer: keyof typeof programs, file: string): PeerAnswer | string {
  for (const python of ['python3', '/usr/bin/python3']) {
    const run = spawnSync(python, ['-W', 'ignore', '-c', programs[peer], file], { encoding: 'utf8' })
    if (run.status === 0) return JSON.parse(run.stdout.trim().split('\n').at(-1)!) as PeerAnswer
    if (run.error === undefined && !run.stderr.includes('ModuleNotFoundError')) return run.stderr.trim()
  }
  return `not installed: ${installs[peer]}`
}
