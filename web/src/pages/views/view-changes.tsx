import { Button } from '@mantine/core'
import { useState } from 'react'
import { useT } from '../../i18n.tsx'
import type { TableSort } from '../../kit/table-column.ts'
import { useViews, type ViewPage } from './use-views.ts'
import { ViewForm } from './view-form.tsx'
import classes from './views.module.css'

/**
 * What to do when what is seen has moved away from the open view. It stands after the search and the filters, which must not move
 * away while somebody types in them.
 */
export function ViewChanges({ page, firstSort }: { page: ViewPage; firstSort: TableSort }) {
  const t = useT()
  const views = useViews(page, firstSort)
  const [isNaming, setIsNaming] = useState(false)
  const { open, isChanged, mayChange } = views
  if (!isChanged && !isNaming) return null
  return (
    <div className={classes.changes}>
      {open && <span className={classes.changed}>{t('views.changed')}</span>}
      {open && mayChange ? (
        <Button size="compact-sm" variant="light" loading={views.isKeeping} onClick={() => views.keep(open)}>
          {t('record.save')}
        </Button>
      ) : (
        <Button size="compact-sm" variant="subtle" onClick={() => setIsNaming(true)}>
          {t('views.keep')}
        </Button>
      )}
      {open && (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => views.show(open)}>
          {t('views.discard')}
        </Button>
      )}
      {isNaming && <ViewForm page={page} view={null} views={views} onClose={() => setIsNaming(false)} />}
    </div>
  )
}
