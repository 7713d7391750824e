import type { Runtime } from '../execute.ts'
import { sql } from '../postgres/query.ts'
import { sealOf } from './chain.ts'

/** Seals the end of every workspace's chain as it stands. Only for chains written before ends were sealed. */
export async function sealChains({ database, auditKey }: Pick<Runtime, 'database' | 'auditKey'>): Promise<void> {
  const workspaces = await database.transaction('kurs_identity', null, (db) =>
    db.query<{ id: string }>(sql`select id from identity.workspace`),
  )
  for (const { id } of workspaces) {
    await database.transaction(
      'kurs_app',
      id,
      async (db) => {
        const head = await db.first<{ seq: number; hmac: Buffer }>(
          sql`select seq, hmac from kurs.chain_head where workspace_id = ${id} and seq > 0 for update`,
        )
        if (head)
          await db.query(
            sql`update kurs.chain_head set seal = ${sealOf(auditKey, id, head)} where workspace_id = ${id}`,
          )
      },
      { access: 'write' },
    )
  }
}
