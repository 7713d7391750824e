import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { write } from '../../api.ts'
import { useSession } from '../../shell/session.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'
import { useRead } from '../use-read.ts'

/** The sample company of this workspace and what can be done with it; nothing for those who may not. */
export function useSample() {
  const { role, workspace } = useSession()
  const { asOf } = useAsOf()
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>(null)
  const [isAsking, setIsAsking] = useState(false)
  const isAllowed = role === 'administrator' && asOf === null
  const { data } = useRead('sample.get', {}, { enabled: isAllowed })
  const ask = async (name: 'sample.load' | 'sample.remove'): Promise<void> => {
    setError(null)
    setIsAsking(true)
    try {
      await write(workspace.slug, name, {})
    } catch (thrown) {
      setError(thrown)
    } finally {
      await queries.invalidateQueries({ queryKey: [workspace.slug, 'sample.get'] })
      setIsAsking(false)
    }
  }
  return { sample: isAllowed ? data : undefined, ask, isAsking, error }
}
