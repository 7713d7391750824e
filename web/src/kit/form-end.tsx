import { Button } from '@mantine/core'
import { useT } from '../i18n.tsx'
import classes from './page.module.css'

type Props = { submit: string; isSaving: boolean; isDisabled?: boolean; onCancel: () => void }

/** The end of every form: do it, or leave it as it was. */
export function FormEnd({ submit, isSaving, isDisabled = false, onCancel }: Props) {
  const t = useT()
  return (
    <div className={classes.formEnd}>
      <Button type="submit" loading={isSaving} disabled={isDisabled}>
        {submit}
      </Button>
      <Button variant="default" onClick={onCancel}>
        {t('record.cancel')}
      </Button>
    </div>
  )
}
