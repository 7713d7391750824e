import { sql, type Sql } from '../postgres/query.ts'

/**
 * The columns that `kurs.change` rows of a bulk writer need, digested as the recorder does.
 * @param rows a query giving entity, id, version, ord, kind, valid_at, before, after
 */
export const insertChangesFrom = (workspaceId: string, setId: number, rows: Sql): Sql => sql`
  insert into kurs.change (workspace_id, entity, entity_id, version, ord, set_id, kind, valid_at, before, after, salt, digest)
  select ${workspaceId}, r.entity, r.id, r.version, r.ord, ${setId}, r.kind, r.valid_at, r.before, r.after, s.salt,
    sha256(s.salt || convert_to(concat_ws('|', r.entity, r.id, r.version, r.ord, r.kind, r.before, r.after), 'UTF8'))
  from (${rows}) r
  cross join lateral (select uuid_send(gen_random_uuid()) as salt, r.id as of_row) s`

/**
 * For transactions that write many rows and read them back: the planner's statistics know nothing of rows written
 * a moment ago, takes thousands for one, and would walk through them once per row. Measured on 8,800 deals: minutes
 * with nested loops, under a second without. Sorting and hashing millions of rows gets more memory than a reader's question.
 */
export const planForManyRows = (): Sql[] => [sql`set local enable_nestloop = off`, sql`set local work_mem = '128MB'`]
