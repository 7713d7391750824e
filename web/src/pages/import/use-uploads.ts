import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { ImportRecord } from '../../../../src/domains/imports/schema.ts'
import { write } from '../../api.ts'
import { useSession } from '../../shell/session.tsx'
import { uploadFile } from './upload-file.ts'

export type Upload = {
  key: number
  name: string
  size: number
  step: 'waiting' | 'sending' | 'reading' | 'failed'
  error: unknown
}

let lastKey = 0

/** Files one after another: each is stored, then read; what came of it stands among the imports. */
export function useUploads(onTaken: (imports: ImportRecord[]) => void) {
  const { workspace } = useSession()
  const queries = useQueryClient()
  const [uploads, setUploads] = useState<Upload[]>([])
  const change = useCallback((key: number, patch: Partial<Upload> | null) => {
    setUploads((all) =>
      all.flatMap((upload) => (upload.key === key ? (patch ? [{ ...upload, ...patch }] : []) : [upload])),
    )
  }, [])
  const send = useCallback(
    async (files: File[], mappingName: string | null): Promise<void> => {
      const queue = files.map((file) => ({ file, key: ++lastKey }))
      setUploads((all) => [
        ...all,
        ...queue.map(({ file, key }) => ({
          key,
          name: file.name,
          size: file.size,
          step: 'waiting' as const,
          error: null,
        })),
      ])
      const taken: ImportRecord[] = []
      for (const { file, key } of queue) {
        try {
          change(key, { step: 'sending' })
          const { file_id } = await uploadFile(workspace.slug, file)
          change(key, { step: 'reading' })
          const input = mappingName === null ? { file_id } : { file_id, mapping_name: mappingName }
          taken.push(await write(workspace.slug, 'imports.create', input))
          change(key, null)
          await queries.invalidateQueries({ queryKey: [workspace.slug, 'imports.list'] })
        } catch (error) {
          change(key, { step: 'failed', error })
        }
      }
      onTaken(taken)
    },
    [change, onTaken, queries, workspace.slug],
  )
  return { uploads, send, dismiss: (key: number) => change(key, null) }
}
