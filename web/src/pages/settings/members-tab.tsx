import { Button, NativeSelect, TextInput } from '@mantine/core'
import { isEmail, useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { role as roleSchema, type Role } from '../../../../src/domains/workspace/schema.ts'
import { write, type Output } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import { useRead } from '../use-read.ts'
import classes from './settings.module.css'
import { MemberButtons, type ResetLink } from './member-buttons.tsx'
import { ShownOnce } from './shown-once.tsx'

const roles = roleSchema.options
type Member = Output<'members.list'>['items'][number]
type Invitation = Output<'invitations.list'>['items'][number]
type Person = { id: string; name: string }

/** Who may sign in, as what, and who among sellers and managers they are. */
export function MembersTab() {
  const format = useFormat()
  const members = useRead('members.list', {})
  const people = useRead('people.list', { limit: 200 }).data?.items ?? []
  const sorted: Person[] = people
    .map(({ id, name }: Person) => ({ id, name }))
    .sort((a: Person, b: Person) => format.compare(a.name, b.name))
  if (members.error && !members.data) return <ErrorState error={members.error} onRetry={() => void members.refetch()} />
  return (
    <div className={classes.stack}>
      <MembersTable members={members.data?.items ?? []} people={sorted} />
      <InviteForm people={sorted} />
      <Invitations />
    </div>
  )
}

function useRoleChoices(): { value: string; label: string }[] {
  const t = useT()
  return roles.map((role) => ({ value: role, label: t(`role.${role}`) }))
}

const personChoices = (people: readonly Person[]) => [
  { value: '', label: '–' },
  ...people.map(({ id, name }) => ({ value: id, label: name })),
]

function MembersTable({ members, people }: { members: readonly Member[]; people: readonly Person[] }) {
  const t = useT()
  const format = useFormat()
  const { workspace, user } = useSession()
  const [link, setLink] = useState<ResetLink | null>(null)
  const queries = useQueryClient()
  const roleChoices = useRoleChoices()
  const update = useMutation({
    mutationFn: (patch: { id: string; role?: Role; person_id?: string | null }) =>
      write(workspace.slug, 'members.update', patch),
    onSuccess: () => notifications.show({ message: t('settings.saved'), withCloseButton: false }),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: [workspace.slug, 'members.list'] })
      void queries.invalidateQueries({ queryKey: ['session'] })
    },
  })
  return (
    <Panel title={t('settings.members.title')}>
      {update.error && <ErrorState error={update.error} />}
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('settings.members.name')}</th>
              <th scope="col">{t('settings.members.email')}</th>
              <th scope="col">{t('settings.members.role')}</th>
              <th scope="col">{t('settings.members.person')}</th>
              <th scope="col">{t('settings.members.since')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {members.map((member) => (
              <tr key={member.id}>
                <th scope="row">{member.name}</th>
                <td>{member.email}</td>
                <td>
                  <NativeSelect
                    aria-label={t('settings.members.role_of', { name: member.name })}
                    data={roleChoices}
                    value={member.role}
                    onChange={(event) => {
                      const role = roles.find((one) => one === event.currentTarget.value)
                      if (role) update.mutate({ id: member.id, role })
                    }}
                  />
                </td>
                <td>
                  <NativeSelect
                    aria-label={t('settings.members.person_of', { name: member.name })}
                    data={personChoices(people)}
                    value={member.person_id ?? ''}
                    onChange={(event) => update.mutate({ id: member.id, person_id: event.currentTarget.value || null })}
                  />
                </td>
                <td>{format.instant(member.created_at, workspace.timeZone)}</td>
                <td>{member.email !== user.email && <MemberButtons member={member} onLink={setLink} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {link !== null && (
        <ShownOnce
          label={t('settings.members.reset_link', { email: link.email })}
          secret={`${window.location.origin}/reset#token=${link.token}`}
          note={t('settings.members.reset_once', { day: format.instant(link.expires_at, workspace.timeZone) })}
        />
      )}
    </Panel>
  )
}

function InviteForm({ people }: { people: readonly Person[] }) {
  const t = useT()
  const format = useFormat()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const roleChoices = useRoleChoices()
  const form = useForm({
    initialValues: { email: '', role: 'seller', person_id: '' },
    validate: { email: isEmail(t('auth.email.invalid')) },
  })
  const invite = useMutation({
    mutationFn: ({ email, role, person_id }: typeof form.values) =>
      write(workspace.slug, 'invitations.create', {
        email,
        role: roleSchema.parse(role),
        person_id: person_id || null,
      }),
    onSuccess: () => {
      form.reset()
      void queries.invalidateQueries({ queryKey: [workspace.slug, 'invitations.list'] })
    },
  })
  return (
    <Panel title={t('settings.invite.title')}>
      {invite.error && <ErrorState error={invite.error} />}
      <form className={classes.inline} noValidate onSubmit={form.onSubmit((values) => invite.mutate(values))}>
        <TextInput label={t('settings.members.email')} type="email" required {...form.getInputProps('email')} />
        <NativeSelect label={t('settings.members.role')} data={roleChoices} {...form.getInputProps('role')} />
        <NativeSelect
          label={t('settings.members.person')}
          data={personChoices(people)}
          {...form.getInputProps('person_id')}
        />
        <Button type="submit" loading={invite.isPending}>
          {t('settings.invite.submit')}
        </Button>
      </form>
      {invite.data && (
        <ShownOnce
          label={t('settings.invite.link', { email: invite.data.email })}
          secret={`${window.location.origin}/invitation#token=${invite.data.token}`}
          note={t('settings.invite.once', { day: format.instant(invite.data.expires_at, workspace.timeZone) })}
        />
      )}
    </Panel>
  )
}

function Invitations() {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const invitations = useRead('invitations.list', {}).data?.items
  const statusWords = useInvitationStatus()
  const revoke = useMutation({
    mutationFn: (id: string) => write(workspace.slug, 'invitations.revoke', { id }),
    onSettled: () => queries.invalidateQueries({ queryKey: [workspace.slug, 'invitations.list'] }),
  })
  if (invitations === undefined) return null
  return (
    <Panel title={t('settings.invitations.title')}>
      {revoke.error && <ErrorState error={revoke.error} />}
      {invitations.length === 0 ? (
        <EmptyState title={t('settings.invitations.empty')}>{t('settings.invitations.empty.text')}</EmptyState>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('settings.members.email')}</th>
                <th scope="col">{t('settings.members.role')}</th>
                <th scope="col">{t('settings.invitations.status')}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {invitations.map((invitation) => (
                <tr key={invitation.id}>
                  <th scope="row">{invitation.email}</th>
                  <td>{t(`role.${invitation.role}`)}</td>
                  <td className={classes.muted}>{statusWords(invitation)}</td>
                  <td>
                    {isOpen(invitation) && (
                      <Button
                        variant="default"
                        size="compact-sm"
                        aria-label={t('settings.invitations.revoke_of', { email: invitation.email })}
                        onClick={() => revoke.mutate(invitation.id)}
                      >
                        {t('settings.invitations.revoke')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}

const isOpen = (invitation: Invitation): boolean =>
  invitation.accepted_at === null && invitation.revoked_at === null && Date.parse(invitation.expires_at) > Date.now()

function useInvitationStatus(): (invitation: Invitation) => string {
  const t = useT()
  const format = useFormat()
  const { workspace } = useSession()
  return (invitation) => {
    if (invitation.accepted_at !== null) return t('settings.invitations.accepted')
    if (invitation.revoked_at !== null) return t('settings.invitations.revoked')
    return isOpen(invitation)
      ? t('settings.invitations.waiting', { day: format.instant(invitation.expires_at, workspace.timeZone) })
      : t('settings.invitations.expired')
  }
}
