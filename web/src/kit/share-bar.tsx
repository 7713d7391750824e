import classes from './share-bar.module.css'

/** A share as a bar, with a mark where it would be expected; both 0–1, and cut to that. The number itself stands beside it. */
export function ShareBar({ share, mark }: { share: number; mark: number }) {
  return (
    <span className={classes.bar} aria-hidden="true">
      <span style={{ width: percent(share) }} />
      <i style={{ left: percent(mark) }} />
    </span>
  )
}

const percent = (share: number): string => `${Math.min(100, Math.max(0, 100 * share)).toFixed(1)}%`
