import type { Sql } from '../postgres/query.ts'

/** The relations that analytical questions may name; the same columns in both engines (docs/adr/0006-replica.md). */
export const analyticTables = [
  'deal_version',
  'account_version',
  'contact_version',
  'person_version',
  'team_version',
  'membership_version',
  'stage_version',
  'pipeline_version',
  'product_version',
  'activity',
  'reporting_rate',
] as const
export type AnalyticTable = (typeof analyticTables)[number]

/** Gives the relation's name (replica) or a subquery with the same columns (PostgreSQL), to be put after FROM. */
export type Tables = (name: AnalyticTable) => Sql

/**
 * Answers questions over history. Today's knowledge comes from the columnar replica, brought up to date first;
 * another `knownAsOf` comes from PostgreSQL. Every answer says the seq it is true for.
 */
export type Replica = {
  ask<Row>(build: (tables: Tables) => Sql<Row>, knownAsOf?: string): Promise<{ rows: Row[]; seq: number }>
}
