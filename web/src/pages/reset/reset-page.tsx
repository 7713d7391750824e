import { Button, PasswordInput } from '@mantine/core'
import { hasLength, useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { writeIdentity } from '../../api.ts'
import { useLanguage, useT } from '../../i18n.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import classes from '../sign-in/door.module.css'
import { DoorPage } from '../sign-in/door-page.tsx'
import { forgetLinkToken, useLinkToken } from '../sign-in/link-token.ts'

export function ResetPage() {
  const t = useT()
  const token = useLinkToken()
  return (
    <DoorPage title={t('auth.reset.title')} note={t('auth.reset.note')}>
      {token === null ? (
        <EmptyState
          title={t('auth.invitation.no_token')}
          action={
            <Button component="a" href="/sign-in" variant="default">
              {t('auth.go_to_sign_in')}
            </Button>
          }
        >
          {t('auth.reset.no_token.text')}
        </EmptyState>
      ) : (
        <ResetForm token={token} />
      )}
    </DoorPage>
  )
}

function ResetForm({ token }: { token: string }) {
  const t = useT()
  const { language, setLanguage } = useLanguage()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { password: '' },
    validate: {
      password: hasLength({ min: 10 }, t('auth.password.short')),
    },
  })
  const reset = useMutation({
    mutationFn: (values: typeof form.values) => writeIdentity('password.reset', { ...values, token }),
    onSuccess: async ({ user, workspaces }) => {
      if (user.language !== language) setLanguage(user.language)
      forgetLinkToken()
      queries.clear()
      const slug = workspaces[0]?.slug
      await navigate({ href: slug === undefined ? '/' : `/w/${slug}` })
    },
  })
  return (
    <form className={classes.form} noValidate onSubmit={form.onSubmit((values) => reset.mutate(values))}>
      {reset.error && <ErrorState error={reset.error} />}
      <PasswordInput
        label={t('profile.password.next')}
        description={t('auth.password.hint')}
        autoComplete="new-password"
        required
        visibilityToggleButtonProps={{ 'aria-label': t('auth.password.show') }}
        {...form.getInputProps('password')}
      />
      <Button type="submit" loading={reset.isPending}>
        {t('auth.reset.submit')}
      </Button>
    </form>
  )
}
