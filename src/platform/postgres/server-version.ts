import pg from 'pg'

/** Oldest release of each major that Kurs runs on: those before have known faults in what Kurs leans on. */
const oldest: Record<number, number> = { 15: 14, 16: 10, 17: 6, 18: 0 }

/** Thrown at start, with the way out. */
export class ServerTooOldError extends Error {}

/**
 * @param versionNum PostgreSQL's server_version_num: 150014 is 15.14
 * @returns null when Kurs runs on it, else the sentence for the operator
 */
export function versionProblem(versionNum: number): string | null {
  const [major, minor] = [Math.floor(versionNum / 10_000), versionNum % 10_000]
  const from = oldest[major]
  if (major > Math.max(...Object.keys(oldest).map(Number)) || (from !== undefined && minor >= from)) return null
  const wanted = Object.entries(oldest).map(([m, n]) => `${m}.${n}`)
  return `The server is PostgreSQL ${major}.${minor}. Kurs needs ${wanted.join(', ')} or newer: update the server, or unset DATABASE_URL and DATABASE_OWNER_URL to use the database that comes with Kurs.`
}

/** @throws ServerTooOldError */
export async function assertServerVersion(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ v: number }>(`select current_setting('server_version_num')::int as v`)
    const problem = versionProblem(rows[0]?.v ?? 0)
    if (problem) throw new ServerTooOldError(problem)
  } finally {
    await client.end()
  }
}
