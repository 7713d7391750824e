import { Button, PasswordInput, TextInput } from '@mantine/core'
import { hasLength, isNotEmpty, useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { writeIdentity } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { LanguageSwitch } from '../../kit/language-switch.tsx'
import { Page, PageHeader, Panel } from '../../kit/page-header.tsx'
import { useKeepLanguage } from '../../shell/keep-language.ts'
import { useSession } from '../../shell/session.tsx'
import classes from '../settings/settings.module.css'
import { OwnSessions } from './own-sessions.tsx'

/** Oneself: name and language, password, the devices one is signed in on. */
export function ProfilePage() {
  const t = useT()
  return (
    <Page>
      <PageHeader title={t('profile.title')} note={t('profile.note')} />
      <div className={classes.pages}>
        <You />
        <Password />
        <OwnSessions />
      </div>
    </Page>
  )
}

function You() {
  const t = useT()
  const { user } = useSession()
  const queries = useQueryClient()
  const keepLanguage = useKeepLanguage()
  const form = useForm({ initialValues: { name: user.name }, validate: { name: isNotEmpty(t('auth.name.empty')) } })
  const save = useMutation({
    mutationFn: (values: typeof form.values) => writeIdentity('profile.update', values),
    onSuccess: async (_answer, values) => {
      form.setInitialValues(values)
      form.reset()
      await queries.invalidateQueries({ queryKey: ['session'] })
      notifications.show({ message: t('settings.saved'), withCloseButton: false })
    },
  })
  return (
    <Panel title={t('profile.you')}>
      <form className={classes.form} noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
        {save.error && <ErrorState error={save.error} />}
        <TextInput label={t('auth.name')} autoComplete="name" required {...form.getInputProps('name')} />
        <TextInput label={t('auth.email')} description={t('profile.email_note')} value={user.email} readOnly />
        <div className={classes.field}>
          <span>{t('language.label')}</span>
          <div>
            <LanguageSwitch onChosen={keepLanguage} />
          </div>
          <p className={classes.note}>{t('profile.language_note')}</p>
        </div>
        <div className={classes.actions}>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {t('record.save')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}

function Password() {
  const t = useT()
  const { user } = useSession()
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { current: '', next: '' },
    validate: { current: isNotEmpty(t('auth.password.empty')), next: hasLength({ min: 10 }, t('auth.password.short')) },
  })
  const change = useMutation({
    mutationFn: (values: typeof form.values) => writeIdentity('password.change', values),
    onSuccess: async () => {
      form.reset()
      await queries.invalidateQueries({ queryKey: ['sessions'] })
      notifications.show({ message: t('profile.password.changed'), withCloseButton: false })
    },
  })
  const toggle = { 'aria-label': t('auth.password.show') }
  return (
    <Panel title={t('profile.password')}>
      <p className={classes.note}>{t('profile.password_note')}</p>
      <form className={classes.form} noValidate onSubmit={form.onSubmit((values) => change.mutate(values))}>
        {change.error && <ErrorState error={change.error} />}
        <input type="hidden" autoComplete="username" value={user.email} readOnly />
        <PasswordInput
          label={t('profile.password.current')}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={toggle}
          {...form.getInputProps('current')}
        />
        <PasswordInput
          label={t('profile.password.next')}
          description={t('auth.password.hint')}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={toggle}
          {...form.getInputProps('next')}
        />
        <div className={classes.actions}>
          <Button type="submit" loading={change.isPending}>
            {t('profile.password.change')}
          </Button>
        </div>
      </form>
    </Panel>
  )
}
