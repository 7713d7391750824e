import { sql, type Sql } from './postgres/query.ts'

export const roles = ['administrator', 'operations', 'manager', 'seller', 'viewer'] as const
export type Role = (typeof roles)[number]

/** Sets of roles that operations name in `allow`. */
export const everyone: readonly Role[] = [...roles]
export const editors: readonly Role[] = ['administrator', 'operations', 'manager', 'seller']
export const operators: readonly Role[] = ['administrator', 'operations']
export const administrators: readonly Role[] = ['administrator']

/** What an API key may be used for. A session has every scope. */
export const apiKeyScopes = ['read', 'write', 'admin'] as const
export type ApiKeyScope = (typeof apiKeyScopes)[number]

/** The settings of a workspace that almost every operation needs, loaded with the actor. */
export type WorkspaceSettings = {
  name: string
  currency: string
  timeZone: string
  fiscalYearStartMonth: number
  weekStart: number
}

/** Whose records the actor may see: everybody's, or those of these people (own, and a manager's tree as of today). */
export type Reach = { kind: 'all' } | { kind: 'people'; personIds: readonly string[] }

/** Who acts inside a workspace, by what right. */
export type Actor = {
  kind: 'user' | 'api_key' | 'system'
  userId: string | null
  apiKeyId: string | null
  name: string
  workspaceId: string
  slug: string
  role: Role
  scopes: readonly ApiKeyScope[]
  personId: string | null
  reach: Reach
  settings: WorkspaceSettings
}

/**
 * The row scope as a predicate, for PostgreSQL and the replica alike.
 * @param owner column holding the owner's person id; rows without an owner are seen by those who see all
 */
export function withinReach(reach: Reach, owner: Sql): Sql<boolean> {
  if (reach.kind === 'all') return sql<boolean>`true`
  if (reach.personIds.length === 0) return sql<boolean>`false`
  return sql<boolean>`${owner} in (${sql.join(reach.personIds.map((id) => sql`cast(${id} as uuid)`))})`
}
