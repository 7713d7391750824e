import { AppError } from '../../base/errors.ts'
import { sniffFile } from '../../platform/files/sniff.ts'
import type { WriteContext } from '../../platform/operation.ts'
import { applyFile } from './apply.ts'
import { proposalFor } from './proposal.ts'
import type { ImportKind, ImportReport } from './schema.ts'

/**
 * Brings in a file that needs nobody to look at it, as it would be proposed, within the caller's transaction. One refused
 * row refuses it all.
 * @param kind what it holds
 */
export async function importFile(
  context: WriteContext,
  file: { path: string; name: string; kind: ImportKind },
  onRows: (rowCount: number) => Promise<void>,
): Promise<ImportReport> {
  const shape = await sniffFile(file.path)
  const { kind, mapping } = await proposalFor(context, file, shape, file.kind)
  const report = await applyFile(context, { path: file.path, shape, kind, mapping }, onRows)
  if (report.refused_count > 0) {
    const [first] = report.refused
    throw new AppError('invalid_input', 'import_refused', {
      refused_count: report.refused_count,
      file: file.name,
      first: first ?? null,
    })
  }
  return report
}
