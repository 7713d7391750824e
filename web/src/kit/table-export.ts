export type ExportFormat = 'csv' | 'xlsx'

/** Takes the table home as it is seen: these columns, in this order. */
export type TakeHome = (columnIds: string[], format: ExportFormat) => void
