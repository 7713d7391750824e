import { sql, type Sql } from '../postgres/query.ts'
import type { AnalyticTable, Tables } from './replica.ts'

/** An instant as both engines compare it. */
export const timestamp = (at: string): Sql => sql`cast(${at.replace('Z', '')} as timestamp)`

/** Versions of a record that things refer to; before its first version it is taken as it first was. */
export const referred = (tables: Tables, table: AnalyticTable): Sql => sql`(
  select *, case when is_first then timestamp '0001-01-01 00:00:00' else valid_from end as known_from
  from ${tables(table)} x)`

/** The state of such records at a moment. */
export const referredAt = (
  { tables, moment }: { tables: Tables; moment: { at: string } },
  table: AnalyticTable,
): Sql => sql`(
  select * from ${referred(tables, table)} y
  where known_from <= ${timestamp(moment.at)} and valid_to > ${timestamp(moment.at)})`
