import { Button, PasswordInput, TextInput } from '@mantine/core'
import { isEmail, isNotEmpty, useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { writeIdentity } from '../../api.ts'
import { useLanguage, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { readSetting } from '../../settings.ts'
import classes from './door.module.css'
import { DoorPage } from './door-page.tsx'

/** Where one goes after signing in: the address that was wanted, only within this site. */
export function wantedAddress(search: Record<string, unknown>): string | null {
  const to = search['next']
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : null
}

export function SignInPage() {
  const t = useT()
  const { language, setLanguage } = useLanguage()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const search: Record<string, unknown> = useSearch({ strict: false })
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: { email: isEmail(t('auth.email.invalid')), password: isNotEmpty(t('auth.password.empty')) },
  })
  const signIn = useMutation({
    mutationFn: (values: typeof form.values) => writeIdentity('session.create', values),
    onSuccess: async ({ user, workspaces }) => {
      if (user.language !== language) setLanguage(user.language)
      queries.clear()
      const last = readSetting('workspace')
      const slug = workspaces.find((workspace) => workspace.slug === last)?.slug ?? workspaces[0]?.slug
      await navigate({ href: wantedAddress(search) ?? (slug === undefined ? '/' : `/w/${slug}`) })
    },
  })
  return (
    <DoorPage title={t('auth.sign_in.title')} below={t('auth.sign_in.no_password')}>
      <form className={classes.form} noValidate onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
        {signIn.error && <ErrorState error={signIn.error} />}
        <TextInput
          label={t('auth.email')}
          type="email"
          autoComplete="username"
          required
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('auth.password')}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': t('auth.password.show') }}
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={signIn.isPending}>
          {t('auth.sign_in.submit')}
        </Button>
      </form>
    </DoorPage>
  )
}
