import { Button } from '@mantine/core'
import { useT } from '../../i18n.tsx'
import { useGo } from '../use-address.ts'
import { useSample } from './use-sample.ts'

/** One click to a whole company, where nothing of one's own is yet. How it comes in is told on the home page. */
export function SampleButton() {
  const t = useT()
  const go = useGo()
  const { sample, ask, isAsking } = useSample()
  if (!sample?.can_load || sample.job_id !== null) return null
  return (
    <Button variant="default" loading={isAsking} onClick={() => void ask('sample.load').then(() => go('/'))}>
      {t('sample.load')}
    </Button>
  )
}
