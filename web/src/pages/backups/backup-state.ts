import type { Output } from '../../api.ts'

export type BackupState = NonNullable<Output<'backups.latest'>['state']>

/** A new server waits for its first backup, and some have none on purpose: neither is a fault. */
export const isFault = (state: BackupState): boolean => !['good', 'waiting', 'unscheduled'].includes(state)
