/** What a delimited file may not exceed: the limits of a spreadsheet, and of what is safe to inflate. */
export const fileLimits = {
  columns: 500,
  cellCharacters: 32_767,
  /** One row with all its columns; an unclosed quote would otherwise swallow the rest of the file into memory. */
  rowCharacters: 4_000_000,
  inflatedBytes: 200 * 1024 * 1024,
  inflationRatio: 100,
  /** Under this size a high ratio is harmless: a short file of zeros compresses a thousandfold. */
  inflationRatioFrom: 10 * 1024 * 1024,
  sampleBytes: 1024 * 1024,
} as const
