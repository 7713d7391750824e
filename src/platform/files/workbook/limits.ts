import { fileLimits } from '../limits.ts'

/** What an Excel workbook may not exceed, counted while it is read: its own headers say what its maker likes. */
export const workbookLimits = {
  /** As it comes, packed. */
  uploadBytes: 50 * 1024 * 1024,
  columns: fileLimits.columns,
  rows: 500_000,
  cellCharacters: fileLimits.cellCharacters,
  entries: 1000,
  sheets: 100,
  inflatedBytes: fileLimits.inflatedBytes,
  inflationRatio: fileLimits.inflationRatio,
  inflationRatioFrom: fileLimits.inflationRatioFrom,
  /** Few shared strings can be repeated in many cells: what comes out is counted too. */
  writtenBytes: 200 * 1024 * 1024,
  heapMiB: 256,
  durationMs: 120_000,
} as const
