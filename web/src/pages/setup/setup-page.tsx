import { Button, PasswordInput, TextInput } from '@mantine/core'
import { hasLength, isEmail, isNotEmpty, useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { readIdentity, writeIdentity } from '../../api.ts'
import { useLanguage, useT } from '../../i18n.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import classes from '../sign-in/door.module.css'
import { DoorPage } from '../sign-in/door-page.tsx'
import { forgetLinkToken, useLinkToken } from '../sign-in/link-token.ts'
import { WorkspaceFields } from './workspace-fields.tsx'

export function SetupPage() {
  const t = useT()
  const token = useLinkToken()
  const setup = useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => readIdentity('setup.get', {}, signal) })
  const isDone = setup.data?.needs_setup === false
  const isUsable = token !== null && !isDone
  return (
    <DoorPage title={t('auth.setup.title')} note={t('auth.setup.note')} size="wide">
      {isUsable ? (
        <SetupForm token={token} />
      ) : (
        <EmptyState
          title={isDone ? t('auth.setup.done') : t('auth.setup.no_token')}
          action={
            <Button component="a" href="/sign-in" variant="default">
              {t('auth.go_to_sign_in')}
            </Button>
          }
        >
          {isDone ? t('auth.setup.done.text') : t('auth.setup.no_token.text')}
        </EmptyState>
      )}
    </DoorPage>
  )
}

function SetupForm({ token }: { token: string }) {
  const t = useT()
  const { language } = useLanguage()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const form = useForm({
    initialValues: {
      name: '',
      email: '',
      password: '',
      workspace: {
        name: '',
        currency: 'UAH',
        time_zone: ownZone(),
        fiscal_year_start_month: 1,
        week_start: 1,
      },
    },
    validate: {
      name: isNotEmpty(t('auth.name.empty')),
      email: isEmail(t('auth.email.invalid')),
      password: hasLength({ min: 10 }, t('auth.password.short')),
      workspace: { name: isNotEmpty(t('auth.name.empty')) },
    },
  })
  const complete = useMutation({
    mutationFn: (values: typeof form.values) =>
      writeIdentity('setup.complete', {
        ...values,
        token,
        language,
        workspace: { ...values.workspace, languages: ['uk', 'en'] },
      }),
    onSuccess: async ({ workspaces }) => {
      forgetLinkToken()
      queries.clear()
      await navigate({ href: `/w/${workspaces[0]?.slug ?? ''}/import` })
    },
  })
  return (
    <form className={classes.form} noValidate onSubmit={form.onSubmit((values) => complete.mutate(values))}>
      {complete.error && <ErrorState error={complete.error} />}
      <fieldset className={classes.fieldset}>
        <legend>{t('auth.setup.you')}</legend>
        <TextInput label={t('auth.name')} autoComplete="name" required {...form.getInputProps('name')} />
        <TextInput
          label={t('auth.email')}
          type="email"
          autoComplete="username"
          required
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('auth.password')}
          description={t('auth.password.hint')}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': t('auth.password.show') }}
          {...form.getInputProps('password')}
        />
      </fieldset>
      <fieldset className={classes.fieldset}>
        <legend>{t('auth.setup.workspace')}</legend>
        <TextInput
          label={t('auth.setup.workspace_name')}
          autoComplete="organization"
          required
          {...form.getInputProps('workspace.name')}
        />
        <div className={classes.pair}>
          <WorkspaceFields form={form} />
        </div>
      </fieldset>
      <Button type="submit" loading={complete.isPending}>
        {t('auth.setup.submit')}
      </Button>
    </form>
  )
}

function ownZone(): string {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return zone === 'Europe/Kiev' || zone === 'UTC' || !zone ? 'Europe/Kyiv' : zone
}
