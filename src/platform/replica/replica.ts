import type { Sql } from '../postgres/query.ts'

/** The relations that analytical questions may name; the same columns in both engines (docs/adr/0006-replica.md). */
export const analyticTables = [
  'deal_version',
  'stage_stay',
  'account_version',
  'contact_version',
  'person_version',
  'team_version',
  'membership_version',
  'stage_version',
  'pipeline_version',
  'product_version',
  'target_version',
  'activity',
  'reporting_rate',
] as const
export type AnalyticTable = (typeof analyticTables)[number]

/** Gives the relation's name (replica) or a subquery with the same columns (PostgreSQL), to be put after FROM. */
export type Tables = (name: AnalyticTable) => Sql

/** How far the replica is. Sizes and moments are null where there is no file (PostgreSQL answers). */
export type ReplicaStatus = {
  engine: AnalyticsEngine
  /** What the file holds; null before its first build. */
  seq: number | null
  /** What PostgreSQL holds. */
  head_seq: number
  size_bytes: number | null
  built_at: string | null
}
export type AnalyticsEngine = 'duckdb' | 'postgres'

/** Told how many steps of all are done; what it throws ends the building, and the file stays as it was. */
export type OnBuilt = (done: number, total: number) => Promise<void>

/**
 * Answers questions over history. Today's knowledge comes from the columnar replica, brought up to date first;
 * another `knownAsOf` comes from PostgreSQL. Every answer says the seq it is true for.
 */
export type Replica = {
  /** The file is there: a question waits for what was written since and for nothing else. Never so where PostgreSQL answers. */
  readonly isBuilt: boolean
  /**
   * @param build the question; values compared with a column of another type than text are cast in the SQL
   * @param knownAsOf instant; the answer uses only what had been recorded by then
   * @returns rows with numbers as JavaScript numbers, days as 'YYYY-MM-DD', timestamps as ISO instants in UTC
   */
  ask<Row>(build: (tables: Tables) => Sql<Row>, knownAsOf?: string): Promise<{ rows: Row[]; seq: number }>
  /** Builds the file anew from PostgreSQL, telling how many steps are done. Where PostgreSQL answers there is nothing to build. */
  rebuild(onBuilt: OnBuilt): Promise<ReplicaStatus>
  status(): Promise<ReplicaStatus>
}
