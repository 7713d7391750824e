import type { LinearModel } from '../../src/base/linear-model.ts'

/**
 * A model as free MPS text, whole numbers where it says so. `FREE` beside the name: without it CBC takes bounds for those
 * of a file with fixed columns and refuses the model.
 */
export function* freeMps(model: LinearModel): Generator<string> {
  const rowCount = model.rowLower.length
  yield 'NAME kurs FREE\nROWS\n N cost\n'
  for (let r = 0; r < rowCount; r++) yield ` ${rowKind(model, r)} r${r}\n`
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
  for (let r = 0; r < rowCount; r++) {
    const side = rowKind(model, r) === 'L' ? model.rowUpper[r]! : model.rowLower[r]!
    if (Number.isFinite(side)) yield ` rhs r${r} ${side}\n`
  }
  yield 'RANGES\n'
  for (let r = 0; r < rowCount; r++) {
    const width = model.rowUpper[r]! - model.rowLower[r]!
    if (width > 0 && Number.isFinite(width)) yield ` range r${r} ${width}\n`
  }
  yield 'BOUNDS\n'
  for (let c = 0; c < model.cost.length; c++) yield columnBounds(model, c)
  yield 'ENDATA\n'
}

function rowKind({ rowLower, rowUpper }: LinearModel, r: number): 'E' | 'G' | 'L' | 'N' {
  if (rowLower[r] === rowUpper[r]) return 'E'
  if (rowLower[r]! > -Infinity) return 'G'
  return rowUpper[r]! < Infinity ? 'L' : 'N'
}

/** Readers take a whole column without a bound to be 0 or 1: no bound is said too. */
function columnBounds(model: LinearModel, c: number): string {
  const [lower, upper] = [model.columnLower[c]!, model.columnUpper[c]!]
  let text = lower === 0 ? '' : lower > -Infinity ? ` LO bound x${c} ${lower}\n` : ` MI bound x${c}\n`
  if (upper < Infinity) text += ` UP bound x${c} ${upper}\n`
  else if (model.isWhole?.[c] === 1) text += ` PL bound x${c}\n`
  return text
}
