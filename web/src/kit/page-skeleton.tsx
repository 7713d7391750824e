import { Skeleton } from '@mantine/core'
import { useT } from '../i18n.tsx'
import classes from './states.module.css'

/** A page on its way: its title, its numbers and its table, at the sizes they will have. */
export function PageSkeleton() {
  const t = useT()
  return (
    <div className={classes.page} aria-busy="true">
      <span role="status" className={classes.hidden}>
        {t('page.loading')}
      </span>
      <Skeleton height={24} width={220} />
      <div className={classes.bones}>
        {[0, 1, 2, 3].map((i) => (
          <Skeleton key={i} height={84} />
        ))}
      </div>
      <Skeleton height={320} />
    </div>
  )
}
