import type { ImportReport } from '../../../../src/domains/imports/schema.ts'
import { useFormat, useOptionalT, useT } from '../../i18n.tsx'
import classes from './import.module.css'
import { totalOf } from './import-rules.ts'

/** Per kind of record: how many are created, changed and left as they were. */
export function CountsTable({ report }: { report: ImportReport }) {
  const t = useT()
  const optional = useOptionalT()
  const format = useFormat()
  const rows = Object.entries(report.entities)
  if (rows.length === 0) return null
  return (
    <>
      {totalOf(report, 'created') + totalOf(report, 'updated') === 0 && (
        <p className={classes.note}>{t('imports.counts.none')}</p>
      )}
      <table className={classes.table} style={{ maxWidth: 640 }}>
        <thead>
          <tr>
            <th scope="col">{t('imports.counts.entity')}</th>
            <th scope="col" data-right>
              {t('imports.counts.created')}
            </th>
            <th scope="col" data-right>
              {t('imports.counts.updated')}
            </th>
            <th scope="col" data-right>
              {t('imports.counts.unchanged')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([entity, counts]) => (
            <tr key={entity}>
              <th scope="row">{optional(`imports.entity.${entity}`) ?? entity}</th>
              <td data-right>{format.number(counts.created)}</td>
              <td data-right>{format.number(counts.updated)}</td>
              <td data-right>{format.number(counts.unchanged)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
