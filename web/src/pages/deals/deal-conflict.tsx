import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { read } from '../../api.ts'
import type { Deal } from '../../../../src/domains/deals/schema.ts'
import { useT } from '../../i18n.tsx'
import { useSession } from '../../shell/session.tsx'
import { useFieldWords } from '../field-words.ts'
import classes from '../pages.module.css'
import { useNames } from '../use-names.ts'
import { changesIn, editableFields } from './deal-draft.ts'

type Props = { base: Deal; onReload: (now: Deal) => void }

/** What somebody else changed since this form was opened. */
export function DealConflict({ base, onReload }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const { data: now } = useQuery({
    queryKey: [workspace.slug, 'deals.get', 'conflict', base.id, base.version],
    queryFn: ({ signal }) => read(workspace.slug, 'deals.get', { id: base.id }, signal),
    staleTime: 0,
  })
  const ids = (field: 'stage_id' | 'owner_id' | 'product_id'): string[] =>
    [base[field], now?.[field]].filter((id) => typeof id === 'string')
  const names = useNames({ stage_id: ids('stage_id'), owner_id: ids('owner_id'), product_id: ids('product_id') })
  const words = useFieldWords(names, 'deals')
  if (!now) return null
  const changed = editableFields.filter((field) => field in changesIn(now, base))
  return (
    <div role="alert" className={classes.conflict}>
      <strong>{t('errors.conflict.stale')}</strong>
      <ul>
        {changed.map((field) => (
          <li key={field}>
            {words.label(field)}: <span className={classes.old}>{words.value(field, base[field], base.currency)}</span>{' '}
            → {words.value(field, now[field], now.currency)}
          </li>
        ))}
        {changed.length === 0 && <li>{t('deals.conflict_elsewhere')}</li>}
      </ul>
      <Button variant="default" size="compact-sm" onClick={() => onReload(now)}>
        {t('deals.conflict_reload')}
      </Button>
    </div>
  )
}
