import type { ReactNode } from 'react'
import classes from './states.module.css'

type Props = {
  icon?: ReactNode
  title: string
  /** What this place is for, in a sentence or two. */
  children: ReactNode
  /** The one button that starts it. */
  action?: ReactNode
}

/** An empty place that teaches. */
export function EmptyState({ icon, title, children, action }: Props) {
  return (
    <div className={classes.empty}>
      {icon !== undefined && (
        <span className={classes.emptyIcon} aria-hidden>
          {icon}
        </span>
      )}
      <h2 className={classes.emptyTitle}>{title}</h2>
      <p className={classes.emptyText}>{children}</p>
      {action !== undefined && <div className={classes.emptyAction}>{action}</div>}
    </div>
  )
}
