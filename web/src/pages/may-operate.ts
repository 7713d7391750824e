import { useSession } from '../shell/session.tsx'
import { useAsOf } from '../shell/use-as-of.ts'

/** People, teams, pipelines and products are kept by administrators and operations; the past by nobody. */
export function useMayOperate(): boolean {
  const { role } = useSession()
  const { asOf } = useAsOf()
  return asOf === null && (role === 'administrator' || role === 'operations')
}
