import type { FastifyInstance } from 'fastify'
import type { Probe } from './matrix.ts'
import type { RowWatch } from './row-watch.ts'

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const atOnce = 16

/**
 * Sends every probe, sixteen at a time, and looks after each sixteen whether anything was written: if so they are sent
 * again one by one, which shows whose it was.
 * @param secrets texts and ids of the other workspace, none of which may come back
 * @returns a sentence for everything that is not as it must be
 */
export async function runProbes(
  app: FastifyInstance,
  watch: RowWatch,
  probes: readonly Probe[],
  secrets: { mark: string; ids: ReadonlySet<string> },
): Promise<string[]> {
  const findings: string[] = []
  const twins = new Map<string, string>()
  const send = async (one: Probe): Promise<void> => {
    const { statusCode, payload } = await app.inject(one.request as never)
    const found = [...judge(one, statusCode, payload, secrets), ...unlike(twins, one, payload)]
    for (const finding of found) findings.push(`${nameOf(one)}: ${finding}`)
  }
  await watch.written()
  for (let i = 0; i < probes.length; i += atOnce) {
    const batch = probes.slice(i, i + atOnce)
    await Promise.all(batch.map(send))
    const written = await watch.written()
    if (written.length > 0) findings.push(...(await blame(app, watch, batch, written)))
  }
  return findings
}

const nameOf = ({ caller, request, what }: Probe): string => `${caller}: ${request.method} ${request.url} (${what})`

function judge(
  one: Probe,
  status: number,
  told: string,
  secrets: { mark: string; ids: ReadonlySet<string> },
): string[] {
  const leaked = told.match(uuids)?.find((id) => id !== one.sent && secrets.ids.has(id))
  return [
    ...(status === one.status ? [] : [`${status} instead of ${one.status} ${told.slice(0, 200)}`]),
    ...(told.includes(secrets.mark) ? ['tells the other workspace’s words'] : []),
    ...(leaked === undefined ? [] : [`tells the other workspace’s id ${leaked}`]),
  ]
}

function unlike(twins: Map<string, string>, one: Probe, told: string): string[] {
  if (one.twin === undefined) return []
  const alike = told.replaceAll(one.sent ?? '', 'ID').replace(/"instance":"[^"]*"/, '')
  const twin = twins.get(one.twin)
  if (twin === undefined) twins.set(one.twin, alike)
  return twin === undefined || twin === alike ? [] : [`not answered as an id that does not exist: ${alike}`]
}

async function blame(
  app: FastifyInstance,
  watch: RowWatch,
  batch: readonly Probe[],
  written: readonly string[],
): Promise<string[]> {
  const blamed: string[] = []
  for (const one of batch) {
    await app.inject(one.request as never)
    const again = await watch.written()
    if (again.length > 0) blamed.push(`${nameOf(one)}: wrote (${again.join(', ')})`)
  }
  return blamed.length > 0 ? blamed : [`one of these wrote (${written.join(', ')}): ${batch.map(nameOf).join(' · ')}`]
}
