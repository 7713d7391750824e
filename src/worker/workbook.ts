import { AppError } from '../base/errors.ts'
import { spreadWorkbook } from '../platform/files/workbook/spread.ts'
import type { SpreadAnswer } from '../platform/files/workbook/workbooks.ts'

/** The program that reads one workbook and ends: `workbook.js <path> <folder>`, answering its parent by message. */
async function main(): Promise<SpreadAnswer> {
  const [path = '', folder = ''] = process.argv.slice(2)
  try {
    await spreadWorkbook(path, folder)
    return { reason: null, params: {} }
  } catch (error) {
    if (error instanceof AppError) return { reason: error.reason, params: error.params }
    return { reason: 'damaged_workbook', params: { detail: String(error).slice(0, 200) } }
  }
}

// When the server dies, nobody waits for the answer any more.
process.on('disconnect', () => process.exit(1))
const answer = await main()
process.send?.(answer, () => process.exit(0))
