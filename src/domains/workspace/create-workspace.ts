import type { z } from 'zod'
import { defineEntity } from '../../platform/history/entity.ts'
import type { IdentityContext } from '../../platform/operation.ts'
import { sql } from '../../platform/postgres/query.ts'
import type { slug, workspaceSettings } from './schema.ts'
import * as statements from './sql.ts'

export const workspaceEntity = defineEntity({
  name: 'workspace',
  isVersioned: true,
  fields: {
    name: { type: 'text' },
    currency: { type: 'text' },
    time_zone: { type: 'text' },
    fiscal_year_start_month: { type: 'integer' },
    week_start: { type: 'integer' },
    languages: { type: 'text[]' },
  },
})

type NewWorkspace = z.infer<typeof workspaceSettings> & { slug?: z.infer<typeof slug> }

/** A workspace with its settings as its first record, and its creator as administrator. */
export async function createWorkspace(
  context: IdentityContext,
  input: NewWorkspace,
  creator: { id: string; name: string },
): Promise<void> {
  const { slug, ...settings } = input
  const id = context.newId()
  const author = { kind: 'user', user_id: creator.id, api_key_id: null, name: creator.name }
  await context.inWorkspace(id, { author }, async ({ db, changes }) => {
    await db.query(sql`insert into kurs.chain_head (workspace_id) values (${id})`)
    changes.create(workspaceEntity, id, settings)
  })
  await context.db.query(statements.insertWorkspace(id, slug ?? slugOf(settings.name, id), context.now))
  await context.db.query(
    statements.insertMember({
      workspaceId: id,
      userId: creator.id,
      role: 'administrator',
      personId: null,
      now: context.now,
    }),
  )
}

const latin: Record<string, string> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'h',
  ґ: 'g',
  д: 'd',
  е: 'e',
  є: 'ie',
  ж: 'zh',
  з: 'z',
  и: 'y',
  і: 'i',
  ї: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ь: '',
  ю: 'iu',
  я: 'ia',
}

/** The name in Latin letters (Cabinet of Ministers' resolution 55 of 2010), or the beginning of the id. */
function slugOf(name: string, id: string): string {
  const letters = Array.from(name.toLowerCase(), (letter) => latin[letter] ?? letter).join('')
  const slug = letters
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
  return slug === '' ? `w-${id.slice(0, 8)}` : slug
}
