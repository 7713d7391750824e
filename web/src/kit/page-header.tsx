import { useEffect, type ReactNode } from 'react'
import classes from './page.module.css'

type Props = {
  title: string
  /** One line under the title: what is seen, for whom, since when. */
  note?: ReactNode
  actions?: ReactNode
  /** Above the title: the way back to the list. */
  above?: ReactNode
}

/** Title of a page, of its tab too. */
export function PageHeader({ title, note, actions, above }: Props) {
  useEffect(() => {
    document.title = `${title} · Kurs`
  }, [title])
  return (
    <header className={classes.header}>
      <div className={classes.titles}>
        {above}
        <h1 className={classes.title}>{title}</h1>
        {note !== undefined && <p className={classes.note}>{note}</p>}
      </div>
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </header>
  )
}

/** The body of a page. `fill` gives a table the height that is left. */
export function Page({ children, layout = 'flow' }: { children: ReactNode; layout?: 'flow' | 'fill' }) {
  return (
    <div className={classes.page} data-layout={layout}>
      {children}
    </div>
  )
}

/** A bordered block with its own heading. */
export function Panel({ title, actions, children }: { title?: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.panel}>
      {title !== undefined && (
        <div className={classes.panelHead}>
          <h2>{title}</h2>
          {actions}
        </div>
      )}
      {children}
    </section>
  )
}

/** Stat numbers side by side. */
export function StatRow({ children }: { children: ReactNode }) {
  return <div className={classes.stats}>{children}</div>
}
