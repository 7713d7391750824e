import { useSession } from '../../shell/session.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'

/** People and teams are kept by administrators and operations; the past by nobody. */
export function useMayEditPeople(): boolean {
  const { role } = useSession()
  const { asOf } = useAsOf()
  return asOf === null && (role === 'administrator' || role === 'operations')
}
