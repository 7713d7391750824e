import { Button, CopyButton, TextInput } from '@mantine/core'
import { useT } from '../../i18n.tsx'
import classes from './settings.module.css'

/** A secret that the server will not tell again: to be copied now. */
export function ShownOnce({ label, secret, note }: { label: string; secret: string; note: string }) {
  const t = useT()
  return (
    <div className={classes.once} role="status">
      <div className={classes.secret}>
        <TextInput label={label} value={secret} readOnly onFocus={(event) => event.currentTarget.select()} />
        <CopyButton value={secret}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? t('settings.copied') : t('settings.copy')}</Button>}
        </CopyButton>
      </div>
      <p>{note}</p>
    </div>
  )
}
