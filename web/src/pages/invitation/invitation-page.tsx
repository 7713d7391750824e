import { Button, PasswordInput, TextInput } from '@mantine/core'
import { hasLength, isNotEmpty, useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { writeIdentity } from '../../api.ts'
import { useLanguage, useT } from '../../i18n.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import classes from '../sign-in/door.module.css'
import { DoorPage } from '../sign-in/door-page.tsx'
import { forgetLinkToken, useLinkToken } from '../sign-in/link-token.ts'

export function InvitationPage() {
  const t = useT()
  const token = useLinkToken()
  return (
    <DoorPage title={t('auth.invitation.title')} note={t('auth.invitation.note')}>
      {token === null ? (
        <EmptyState
          title={t('auth.invitation.no_token')}
          action={
            <Button component="a" href="/sign-in" variant="default">
              {t('auth.go_to_sign_in')}
            </Button>
          }
        >
          {t('auth.invitation.no_token.text')}
        </EmptyState>
      ) : (
        <InvitationForm token={token} />
      )}
    </DoorPage>
  )
}

function InvitationForm({ token }: { token: string }) {
  const t = useT()
  const { language } = useLanguage()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { name: '', password: '' },
    validate: {
      name: isNotEmpty(t('auth.name.empty')),
      password: hasLength({ min: 10 }, t('auth.password.short')),
    },
  })
  const accept = useMutation({
    mutationFn: (values: typeof form.values) => writeIdentity('invitations.accept', { ...values, token, language }),
    onSuccess: async ({ workspaces }) => {
      forgetLinkToken()
      queries.clear()
      const slug = workspaces.at(-1)?.slug
      await navigate({ href: slug === undefined ? '/' : `/w/${slug}` })
    },
  })
  return (
    <form className={classes.form} noValidate onSubmit={form.onSubmit((values) => accept.mutate(values))}>
      {accept.error && <ErrorState error={accept.error} />}
      <TextInput label={t('auth.name')} autoComplete="name" required {...form.getInputProps('name')} />
      <PasswordInput
        label={t('auth.password')}
        description={t('auth.password.hint')}
        autoComplete="new-password"
        required
        visibilityToggleButtonProps={{ 'aria-label': t('auth.password.show') }}
        {...form.getInputProps('password')}
      />
      <Button type="submit" loading={accept.isPending}>
        {t('auth.invitation.submit')}
      </Button>
    </form>
  )
}
