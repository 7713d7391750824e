import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { useT } from '../../i18n.tsx'
import { LanguageSwitch } from '../../kit/language-switch.tsx'
import classes from './door.module.css'

type Props = { title: string; note?: string; size?: 'narrow' | 'wide'; children: ReactNode; below?: ReactNode }

/** Pages seen before one is inside: a name, a language, one form. */
export function DoorPage({ title, note, size = 'narrow', children, below }: Props) {
  const t = useT()
  useEffect(() => {
    document.title = `${title} · Kurs`
  }, [title])
  return (
    <div className={classes.ground}>
      <header className={classes.top}>
        <span className={classes.brand}>
          <img src="/kurs.svg" width={24} height={24} alt="" />
          Kurs
        </span>
        <LanguageSwitch />
      </header>
      <main className={classes.card} data-size={size}>
        <div>
          <h1 className={classes.title}>{title}</h1>
          <p className={classes.note}>{note ?? t('auth.tagline')}</p>
        </div>
        {children}
        {below !== undefined && <p className={classes.note}>{below}</p>}
      </main>
    </div>
  )
}
