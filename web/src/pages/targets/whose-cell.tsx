import { useT } from '../../i18n.tsx'
import { RecordLink } from '../record-link.tsx'
import classes from './targets.module.css'
import type { Reached } from './use-attainment.ts'

/** The head of a row: the company, a team, or a person, set in under what they belong to. */
export function WhoseCell({ row, depth }: { row: Reached; depth: number }) {
  const t = useT()
  return (
    <th scope="row" className={classes.whose} style={{ paddingInlineStart: 12 + depth * 16 }}>
      {row.kind === 'person' && row.id !== null ? (
        <RecordLink noun="people" id={row.id}>
          {row.name}
        </RecordLink>
      ) : (
        (row.name ?? t('targets.company'))
      )}
    </th>
  )
}
