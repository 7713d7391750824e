import { exportAddress, type WorkspaceRead } from '../api.ts'
import type { TakeHome } from '../kit/table-export.ts'
import { useLanguage } from '../i18n.tsx'
import { useSession } from '../shell/session.tsx'
import { questionOf, type List } from './use-list.ts'

/** Takes a list home as it is seen: its filter, search, order and columns. The browser keeps the file. */
export function useExport(name: WorkspaceRead, list: List): TakeHome {
  const { workspace } = useSession()
  const { language } = useLanguage()
  return (columnIds, format) => {
    const { limit: _pageSize, ...question } = questionOf(list, null)
    const link = document.createElement('a')
    link.href = exportAddress(workspace.slug, name, {
      ...question,
      columns: withCurrency(columnIds).join(','),
      language,
      format,
    })
    link.download = ''
    link.click()
  }
}

/** An amount alone does not say of what. */
const withCurrency = (columnIds: string[]): string[] =>
  columnIds.flatMap((id) => (id === 'amount_minor' && !columnIds.includes('currency') ? [id, 'currency'] : [id]))
