import type { Db } from '../postgres/database.ts'
import { sql, type Sql } from '../postgres/query.ts'
import { digestOfChange, formerDigestOfChange } from './bulk.ts'
import { chainHmac, digestOfDigests, isSealed, type ChainHead } from './chain.ts'
import type { Author } from './change-set.ts'

/**
 * Why a place of the chain does not fit. `missing`: a set is gone; `link`: a set says another predecessor; `set`: what a set
 * says of itself was changed; `changes`: its changes were added to, taken from or exchanged; `payload`: what one change
 * says was changed; `retraction`: something was taken back by nobody, or is taken back no more; `end`: sets were cut off
 * the end, or the end was put back; `unknown_end`: the link noted earlier is not in the chain.
 */
export type Misfit = {
  reason: 'missing' | 'link' | 'set' | 'changes' | 'payload' | 'retraction' | 'end' | 'unknown_end'
  seq: number
  entity: string | null
  entity_id: string | null
}
export type Verification = {
  is_whole: boolean
  misfit: Misfit | null
  /** Sets and changes found right before the misfit. */
  set_count: number
  change_count: number
  head_seq: number
  /** The last link, in hex: note it elsewhere to prove later that the chain still holds it. */
  head_hmac: string
}

type SetRow = {
  set_id: number
  seq: number
  operation: string
  actor: Author
  source: string
  reason: string | null
  import_id: string | null
  undoes_import_id: string | null
  valid_at: string
  recorded_at: string
  change_count: number
  digest: Buffer
  prev_hmac: Buffer
  hmac: Buffer
}
type Known = { seq: number; hmac: string }

const setsAtOnce = 500
const changesAtOnce = 50_000
const empty = Buffer.alloc(0)

/**
 * Walks a workspace's chain from the first change set to its end and tells the first place that does not fit.
 * @param db one snapshot of the workspace
 * @param known a link noted earlier, which must still be there; null: none
 * @param onStep called after every batch with the sets done, of all
 * @returns cost: every change is read and digested once, in batches; memory is that of one batch or one change set
 */
export async function verifyChain(
  db: Db,
  place: { workspaceId: string; auditKey: Buffer },
  known: Known | null,
  onStep: (done: number, total: number) => Promise<void>,
): Promise<Verification> {
  const { workspaceId, auditKey } = place
  const head = (await db.first(selectHead(workspaceId))) ?? { seq: 0, hmac: empty, seal: empty }
  const walked = { seq: 0, hmac: empty as Buffer, changes: 0 }
  const tell = (misfit: Misfit | null): Verification => ({
    is_whole: misfit === null,
    misfit,
    set_count: walked.seq,
    change_count: walked.changes,
    head_seq: head.seq,
    head_hmac: head.hmac.toString('hex'),
  })
  let isKnownThere = known === null
  for (;;) {
    const sets = await db.query(selectSets(workspaceId, walked.seq))
    if (sets.length === 0) break
    for (const batch of batchesOf(sets)) {
      const found = await selectFound(db, workspaceId, batch)
      for (const set of batch) {
        const misfit = misfitOf(set, walked, found.get(set.set_id), place)
        if (misfit) return tell(misfit)
        walked.seq = set.seq
        walked.hmac = set.hmac
        walked.changes += set.change_count
        isKnownThere ||= known?.seq === set.seq && known.hmac === set.hmac.toString('hex')
      }
      await onStep(walked.seq, head.seq)
    }
  }
  const isEnd = walked.seq === head.seq && walked.hmac.equals(head.hmac) && isSealed(auditKey, workspaceId, head)
  if (!isEnd) return tell(at('end', walked.seq + 1))
  if (!isKnownThere) return tell(at('unknown_end', known?.seq ?? 0))
  const retraction = await db.first(selectStrayRetraction(workspaceId))
  return tell(retraction ? { reason: 'retraction', ...retraction } : null)
}

const at = (reason: Misfit['reason'], seq: number): Misfit => ({ reason, seq, entity: null, entity_id: null })

function misfitOf(
  set: SetRow,
  before: { seq: number; hmac: Buffer },
  found: Found | undefined,
  { workspaceId, auditKey }: { workspaceId: string; auditKey: Buffer },
): Misfit | null {
  if (set.seq !== before.seq + 1) return at('missing', before.seq + 1)
  if (!set.prev_hmac.equals(before.hmac)) return at('link', set.seq)
  const header = {
    operation: set.operation,
    author: set.actor,
    source: set.source,
    now: set.valid_at,
    ...(set.reason === null ? {} : { reason: set.reason }),
    ...(set.import_id === null ? {} : { importId: set.import_id }),
    ...(set.undoes_import_id === null ? {} : { undoesImportId: set.undoes_import_id }),
  }
  const said = { workspaceId, seq: set.seq, recordedAt: set.recorded_at, header, digest: set.digest }
  if (!chainHmac(auditKey, before.hmac, said).equals(set.hmac)) return at('set', set.seq)
  if (found?.bad_entity != null)
    return { reason: 'payload', seq: set.seq, entity: found.bad_entity, entity_id: found.bad_entity_id }
  if (!found || found.count !== set.change_count || !found.digest.equals(set.digest)) return at('changes', set.seq)
  return null
}

/** Small sets together, a large one alone. */
function batchesOf(sets: readonly SetRow[]): SetRow[][] {
  const batches: SetRow[][] = []
  let room = 0
  for (const set of sets) {
    if (room < set.change_count || batches.length === 0) {
      batches.push([])
      room = changesAtOnce
    }
    batches.at(-1)?.push(set)
    room -= set.change_count
  }
  return batches
}

const selectHead = (workspaceId: string): Sql<ChainHead> => sql`
  select seq, hmac, seal from kurs.chain_head where workspace_id = ${workspaceId}`

const selectSets = (workspaceId: string, after: number): Sql<SetRow> => sql<SetRow>`
  select set_id, seq, operation, actor, source, reason, import_id, undoes_import_id, valid_at, recorded_at, change_count,
    digest, prev_hmac, hmac
  from kurs.change_set where workspace_id = ${workspaceId} and seq > ${after} order by seq limit ${sql.lit(setsAtOnce)}`

type Found = { set_id: number; count: number; digest: Buffer; bad_entity: string | null; bad_entity_id: string | null }

/** What the changes of these sets add up to, and the first whose payload does not have its digest. */
async function selectFound(db: Db, workspaceId: string, sets: readonly SetRow[]): Promise<Map<number, Found>> {
  const rows = await db.query<Found>(sql`
    with told as (
      select c.set_id, c.entity, c.entity_id, c.version, c.ord, c.digest,
        c.digest <> ${digestOfChange(sql`c.entity_id`, 'c', sql`c.salt`)} and c.digest <> ${formerDigestOfChange('c')} as is_bad
      from kurs.change c
      where c.workspace_id = ${workspaceId} and c.set_id in (${sql.join(sets.map(({ set_id }) => sql`${set_id}`))})
    )
    select set_id, count(*) as count, ${digestOfDigests} as digest,
      (array_agg(entity order by entity, entity_id) filter (where is_bad))[1] as bad_entity,
      (array_agg(entity_id order by entity, entity_id) filter (where is_bad))[1] as bad_entity_id
    from told group by set_id`)
  return new Map(rows.map((row) => [row.set_id, row]))
}

/** Retractions stand beside the chain: each must be said by a change of its set, and each such change must have one. */
const selectStrayRetraction = (workspaceId: string): Sql<{ seq: number; entity: string; entity_id: string }> => sql`
  (select coalesce(s.seq, 0) as seq, r.entity, r.entity_id
  from kurs.retraction r left join kurs.change_set s on s.workspace_id = r.workspace_id and s.set_id = r.set_id
  where r.workspace_id = ${workspaceId} and (s.undoes_import_id is null or not exists (
    select from kurs.change c where c.workspace_id = r.workspace_id and c.set_id = r.set_id and c.entity = r.entity
      and c.entity_id = r.entity_id and c.kind = 'undo'))
  limit 1)
  union all
  (select s.seq, c.entity, c.entity_id
  from kurs.change_set s join kurs.change c on c.workspace_id = s.workspace_id and c.set_id = s.set_id and c.kind = 'undo'
  where s.workspace_id = ${workspaceId} and s.undoes_import_id is not null and not exists (
    select from kurs.retraction r where r.workspace_id = c.workspace_id and r.set_id = c.set_id and r.entity = c.entity
      and r.entity_id = c.entity_id)
  limit 1)
  limit 1`
