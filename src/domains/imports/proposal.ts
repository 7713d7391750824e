import type { FileShape } from '../../base/file-shape.ts'
import type { ReadContext } from '../../platform/operation.ts'
import * as statements from './import-sql.ts'
import { proposeStages } from './propose-stages.ts'
import { proposeColumns, proposeMapping, type KnownNames } from './propose.ts'
import * as schema from './schema.ts'

type Proposed = { kind: schema.ImportKind; mapping: schema.Mapping }

/** What a file holds and where its columns go, as the workspace's own names and the file itself tell; `kind` if somebody said it. */
export async function proposalFor(
  context: ReadContext,
  file: { path: string; name: string },
  shape: FileShape,
  kind: schema.ImportKind | undefined,
): Promise<Proposed> {
  const { db, actor } = context
  const known: Record<string, string[]> = {}
  for (const row of await db.query(statements.selectKnownNames(actor.workspaceId)))
    (known[row.known] ??= []).push(row.name)
  const proposal = kind
    ? proposeColumns(kind, shape, known as KnownNames)
    : proposeMapping(shape, known as KnownNames, file.name)
  const options = schema.importOptions.parse({
    ...proposal.options,
    currency: proposal.options.currency ?? actor.settings.currency,
  })
  const mapping = schema.mapping.parse({ columns: proposal.columns, options })
  mapping.options.stages = await proposeStages(file.path, shape, proposal.kind, mapping)
  return { kind: proposal.kind, mapping }
}
