import { alignmentFitness } from '../../src/core/process/alignment-fitness.ts'
import { followingsOfLog, followingsOfTree, footprintConformance } from '../../src/core/process/footprint.ts'
import { mineTree } from '../../src/core/process/inductive-miner.ts'
import { netOf } from '../../src/core/process/petri-net.ts'
import { notation, type ProcessTree } from '../../src/core/process/process-tree.ts'
import { replayFitness } from '../../src/core/process/token-replay.ts'
import { allows, ResidualSpace } from '../../src/core/process/tree-residuals.ts'
import type { Variant } from '../../src/core/process/variants.ts'

const alignedVariants = 500

/** Models of a log: with all of it, which must allow every case, and without rare steps; how each fits, and how long all took. */
export function tellModels(name: string, log: readonly Variant[], activities: readonly string[]): void {
  const cases = log.reduce((sum, { caseCount }) => sum + caseCount, 0)
  console.log(`\n  models of ${name}: ${log.length} variants, ${cases} cases`)
  for (const noiseShare of [0, 0.2]) {
    const [tree, mining] = timed(() => mineTree(log, { noiseShare }))
    const space = new ResidualSpace(tree)
    const [allowed, playing] = timed(() =>
      log.filter((one) => allows(space, one.activities)).reduce((sum, { caseCount }) => sum + caseCount, 0),
    )
    const must = noiseShare === 0 ? `  must be all: ${allowed === cases ? 'ok' : 'short'}` : ''
    console.log(
      `    noise ${noiseShare}: mined in ${mining} s, ${nodesOf(tree)} nodes; allows ${percent(allowed / cases)} of cases${must}, told in ${playing} s`,
    )
    const [replay, replaying] = timed(() => replayFitness(netOf(tree), log)!)
    console.log(
      `      token replay: fitness ${replay.fitness.toFixed(4)}, ${percent(replay.fittingCaseCount / cases)} fit, ${replaying} s`,
    )
    const all = activities.map((_, i) => i)
    const footprint = footprintConformance(followingsOfTree(tree), followingsOfLog(log), all)
    const [aligned, aligning] = timed(() => alignmentFitness(space, log.slice(0, alignedVariants)))
    console.log(
      `      footprint ${footprint.toFixed(4)}; alignments of the ${Math.min(alignedVariants, log.length)} commonest variants: ` +
        `fitness ${aligned.fitness!.toFixed(4)}, ${aligned.unfinishedCaseCount} cases unfinished, ${aligning} s`,
    )
    if (noiseShare > 0) console.log(`      ${notation(tree, (a) => activities[a]!)}`)
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`

function timed<T>(run: () => T): [T, string] {
  const began = performance.now()
  const value = run()
  return [value, ((performance.now() - began) / 1000).toFixed(2)]
}

const nodesOf = (tree: ProcessTree): number =>
  tree.kind === 'silent' || tree.kind === 'activity' ? 1 : tree.children.reduce((sum, child) => sum + nodesOf(child), 1)
