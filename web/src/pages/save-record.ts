import { write, type Input, type Output } from '../api.ts'

type Noun = 'accounts' | 'contacts' | 'people' | 'products' | 'teams'
type Stored = { id: string; version: number | null }

/** Makes a record of what a form holds, or changes the one that was opened, against the version that was seen. */
export function saveRecord<N extends Noun>(
  slug: string,
  noun: N,
  stored: Stored | null,
  fields: Input<`${N}.create`>,
): Promise<Output<`${N}.create`>> {
  return stored === null
    ? write(slug, `${noun}.create` as never, fields)
    : write(
        slug,
        `${noun}.update` as never,
        { id: stored.id, version: stored.version ?? undefined, ...fields } as never,
      )
}
