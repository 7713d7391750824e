/**
 * How many random cases a hostile test of the mathematics tries: the given number, or 100,000 with KURS_LONG set.
 * Such a test needs a time limit of an hour.
 */
export const fuzzRuns = (usual: number): number => (process.env['KURS_LONG'] === undefined ? usual : 100_000)
