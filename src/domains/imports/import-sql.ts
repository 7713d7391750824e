import { sql, type Sql } from '../../platform/postgres/query.ts'
import type { ImportKind, ImportRecord, ImportReport, Mapping } from './schema.ts'

const json = (value: unknown): Sql => sql`cast(cast(${JSON.stringify(value)} as text) as jsonb)`

export const insertImport = (
  workspaceId: string,
  row: {
    id: string
    fileId: string
    fileName: string
    fileSize: number
    kind: ImportKind
    shape: unknown
    mapping: Mapping
    by: string
    now: string
  },
): Sql<ImportRecord> => sql<ImportRecord>`
  insert into kurs.import (workspace_id, id, file_id, file_name, file_size, kind, status, shape, mapping, created_by, created_at)
  values (${workspaceId}, ${row.id}, ${row.fileId}, ${row.fileName}, ${row.fileSize}, ${row.kind}, 'draft', ${json(row.shape)},
    ${json(row.mapping)}, ${row.by}, ${row.now})
  returning *`

/** A job that waited and was cancelled had no turn to say so: its import rests again where it was. */
const columns = sql`*, case when status in ('previewing', 'applying', 'undoing') and exists (
    select 1 from jobs.job where job.workspace_id = import.workspace_id and job.id = import.job_id and job.status = 'cancelled')
  then case status when 'previewing' then 'draft' when 'applying' then 'ready' else 'applied' end else status end as status`

export const selectImport = (workspaceId: string, id: string): Sql<ImportRecord> => sql<ImportRecord>`
  select ${columns} from kurs.import where workspace_id = ${workspaceId} and id = ${id}`

export const selectForWork = (workspaceId: string, id: string): Sql<ImportRecord> => sql<ImportRecord>`
  select ${columns} from kurs.import where workspace_id = ${workspaceId} and id = ${id} for update`

export const selectImports = (
  workspaceId: string,
  limit: number,
  before: string | undefined,
): Sql<ImportRecord> => sql<ImportRecord>`
  select ${columns} from kurs.import
  where workspace_id = ${workspaceId} and ${before === undefined ? sql`true` : sql`created_at < ${before}`}
  order by created_at desc, id desc limit ${sql.lit(limit + 1)}`

export const updateMapping = (
  workspaceId: string,
  id: string,
  read: { kind: ImportKind; shape: unknown; mapping: Mapping },
): Sql<ImportRecord> => sql<ImportRecord>`
  update kurs.import set kind = ${read.kind}, shape = ${json(read.shape)}, mapping = ${json(read.mapping)}, status = 'draft', report = null, version = version + 1
  where workspace_id = ${workspaceId} and id = ${id} returning *`

export const startJob = (
  workspaceId: string,
  id: string,
  status: string,
  jobId: string,
): Sql<ImportRecord> => sql<ImportRecord>`
  update kurs.import set status = ${status}, job_id = ${jobId}, version = version + 1
  where workspace_id = ${workspaceId} and id = ${id} returning *`

export const updateStatus = (
  workspaceId: string,
  id: string,
  set: { status: string; report?: ImportReport },
): Sql => sql`
  update kurs.import set status = ${set.status}, version = version + 1,
    report = ${set.report ? json(set.report) : sql`report`}
  where workspace_id = ${workspaceId} and id = ${id}`

export const finishApply = (workspaceId: string, id: string, now: string, report: ImportReport): Sql => sql`
  update kurs.import set status = 'applied', report = ${json(report)}, applied_at = ${now}, version = version + 1
  where workspace_id = ${workspaceId} and id = ${id}`

export const finishUndo = (workspaceId: string, id: string, now: string, undo: ImportReport['undo']): Sql => sql`
  update kurs.import set status = 'undone', undone_at = ${now}, version = version + 1,
    report = report || jsonb_build_object('undo', ${json(undo)})
  where workspace_id = ${workspaceId} and id = ${id}`

export const upsertMapping = (
  workspaceId: string,
  row: { id: string; name: string; kind: ImportKind; mapping: Mapping; now: string },
): Sql<{ id: string }> => sql`
  insert into kurs.import_mapping (workspace_id, id, name, kind, mapping, created_at, updated_at)
  values (${workspaceId}, ${row.id}, ${row.name}, ${row.kind}, ${json(row.mapping)}, ${row.now}, ${row.now})
  on conflict (workspace_id, name) do update set kind = excluded.kind, mapping = excluded.mapping, updated_at = excluded.updated_at
  returning *`

export const selectMappings = (
  workspaceId: string,
): Sql<{ id: string; name: string; kind: ImportKind; mapping: Mapping }> => sql`
  select id, name, kind, mapping, created_at, updated_at from kurs.import_mapping where workspace_id = ${workspaceId} order by name`

export const selectKnownNames = (
  workspaceId: string,
): Sql<{ known: 'stages' | 'accounts' | 'products' | 'people'; name: string }> => sql`
  (select 'stages' as known, name from kurs.stage where workspace_id = ${workspaceId} limit 1000)
  union all (select 'accounts', name from kurs.account where workspace_id = ${workspaceId} limit 20000)
  union all (select 'products', name from kurs.product where workspace_id = ${workspaceId} limit 5000)
  union all (select 'people', name from kurs.person where workspace_id = ${workspaceId} limit 5000)`
