import { applyJob, previewJob, undoJob } from './jobs.ts'
import * as operations from './operations.ts'

export { importFile } from './import-file.ts'

export const importOperations = [
  operations.createImport,
  operations.updateImport,
  operations.getImport,
  operations.listImports,
  operations.previewImport,
  operations.applyImport,
  operations.undoImportOperation,
  operations.listMappings,
] as const
export const importJobs = [previewJob, applyJob, undoJob] as const
