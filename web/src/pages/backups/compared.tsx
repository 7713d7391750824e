import { IconCheck } from '@tabler/icons-react'
import type { Output } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import settings from '../settings/settings.module.css'
import classes from './backups.module.css'

type Props = { compared: NonNullable<Output<'backups.latest'>['compared']> }

/** What a good trial found equal: rows, files, ends of the audit chains; table by table when asked. */
export function Compared({ compared }: Props) {
  const t = useT()
  const format = useFormat()
  const { tables, file_count: files, chain_count: chains, head } = compared
  const sum = (of: 'saved_count' | 'restored_count'): string =>
    format.number(tables.reduce((total, table) => total + table[of], 0))
  const rows = { restored: sum('restored_count'), saved: sum('saved_count'), tables: tables.length }
  const found = [
    t('backups.compared.rows', rows),
    ...(files > 0 ? [t('backups.compared.files', { count: files })] : []),
    t('backups.compared.chains', { count: chains }),
  ]
  return (
    <>
      <h3 className={classes.sub}>{t('backups.compared')}</h3>
      <ul className={classes.equal}>
        {found.map((sentence) => (
          <li key={sentence}>
            <IconCheck size={15} aria-hidden />
            {sentence}
          </li>
        ))}
      </ul>
      {head !== null && (
        <p className={classes.head}>
          {t('backups.compared.head', { seq: format.number(head.seq) })} <code>{head.hmac}</code>
        </p>
      )}
      <details className={classes.tables}>
        <summary>{t('backups.compared.all')}</summary>
        <div className={settings.scroll} tabIndex={0} role="region" aria-label={t('backups.compared.all')}>
          <table className={settings.table}>
            <thead>
              <tr>
                <th scope="col">{t('backups.compared.table')}</th>
                <th scope="col" className={settings.number}>
                  {t('backups.compared.saved')}
                </th>
                <th scope="col" className={settings.number}>
                  {t('backups.compared.restored')}
                </th>
              </tr>
            </thead>
            <tbody>
              {tables.map(({ table, saved_count: saved, restored_count: restored }) => (
                <tr key={table}>
                  <th scope="row">{table}</th>
                  <td className={settings.number}>{format.number(saved)}</td>
                  <td className={settings.number}>{format.number(restored)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  )
}
