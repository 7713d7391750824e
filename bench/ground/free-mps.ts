import type { LinearModel } from '../../src/base/linear-model.ts'

/** A model as free MPS text, whole numbers where it says so; columns ≥ 0 without upper bound, as territories have. */
export function* freeMps(model: LinearModel): Generator<string> {
  const rowCount = model.rowLower.length
  yield 'NAME kurs\nROWS\n N cost\n'
  const isFixed = (r: number): boolean => model.rowLower[r] === model.rowUpper[r]
  for (let r = 0; r < rowCount; r++) yield ` ${isFixed(r) ? 'E' : 'G'} r${r}\n`
  yield 'COLUMNS\n'
  let isInWhole = false
  for (let c = 0; c < model.cost.length; c++) {
    const isWhole = model.isWhole?.[c] === 1
    if (isWhole !== isInWhole) yield ` M${c} 'MARKER' '${isWhole ? 'INTORG' : 'INTEND'}'\n`
    isInWhole = isWhole
    let line = ` x${c} cost ${model.cost[c]}\n`
    for (let e = model.starts[c]!; e < model.starts[c + 1]!; e++)
      line += ` x${c} r${model.rows[e]} ${model.values[e]}\n`
    yield line
  }
  if (isInWhole) yield ` Mend 'MARKER' 'INTEND'\n`
  yield 'RHS\n'
  for (let r = 0; r < rowCount; r++) yield ` rhs r${r} ${model.rowLower[r]}\n`
  yield 'RANGES\n'
  for (let r = 0; r < rowCount; r++) if (!isFixed(r)) yield ` range r${r} ${model.rowUpper[r]! - model.rowLower[r]!}\n`
  yield 'BOUNDS\n'
  for (let c = 0; c < model.cost.length; c++) if (model.isWhole?.[c] === 1) yield ` UP bound x${c} 1\n`
  yield 'ENDATA\n'
}
