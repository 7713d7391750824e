import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Person } from '../../../../src/domains/people/schema.ts'
import { role as roleSchema } from '../../../../src/domains/workspace/schema.ts'
import { write } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import classes from '../pages.module.css'
import { ShownOnce } from '../settings/shown-once.tsx'
import { useRead } from '../use-read.ts'

/** Which user this person is: linked to a member, or invited. For administrators. */
export function PersonAccess({ person }: { person: Person }) {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const members = useRead('members.list', {}).data?.items
  const link = useMutation({
    mutationFn: (change: { id: string; person_id: string | null }) => write(workspace.slug, 'members.update', change),
    onSettled: () => queries.invalidateQueries({ queryKey: [workspace.slug, 'members.list'] }),
  })
  if (members === undefined) return null
  const linked = members.filter((member) => member.person_id === person.id)
  const free = members.filter((member) => member.person_id === null)
  return (
    <Panel title={t('people.access')}>
      {link.error && <ErrorState error={link.error} />}
      <div className={classes.stack}>
        {linked.length === 0 && <p className={classes.sentence}>{t('people.access.none')}</p>}
        {linked.map((member) => (
          <div key={member.id} className={classes.row}>
            <span>{t('people.access.is', { email: member.email, role: t(`role.${member.role}`) })}</span>
            <Button variant="default" size="compact-sm" onClick={() => link.mutate({ id: member.id, person_id: null })}>
              {t('people.access.unlink')}
            </Button>
          </div>
        ))}
        {linked.length === 0 && free.length > 0 && (
          <NativeSelect
            label={t('people.access.link')}
            value=""
            data={[
              { value: '', label: t('people.access.choose') },
              ...free.map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` })),
            ]}
            onChange={(event) => link.mutate({ id: event.currentTarget.value, person_id: person.id })}
          />
        )}
        {linked.length === 0 && <Invite person={person} />}
      </div>
    </Panel>
  )
}

function Invite({ person }: { person: Person }) {
  const t = useT()
  const format = useFormat()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const [email, setEmail] = useState(person.email ?? '')
  const [role, setRole] = useState<string>('seller')
  const invite = useMutation({
    mutationFn: () =>
      write(workspace.slug, 'invitations.create', { email, role: roleSchema.parse(role), person_id: person.id }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [workspace.slug, 'invitations.list'] }),
  })
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault()
        invite.mutate()
      }}
    >
      <strong>{t('people.access.invite')}</strong>
      {invite.error && <ErrorState error={invite.error} />}
      <TextInput
        label={t('people.email')}
        type="email"
        required
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('settings.members.role')}
        data={roleSchema.options.map((one) => ({ value: one, label: t(`role.${one}`) }))}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" variant="default" loading={invite.isPending} disabled={email.trim() === ''}>
          {t('settings.invite.submit')}
        </Button>
      </div>
      {invite.data && (
        <ShownOnce
          label={t('settings.invite.link', { email: invite.data.email })}
          secret={`${window.location.origin}/invitation#token=${invite.data.token}`}
          note={t('settings.invite.once', { day: format.instant(invite.data.expires_at, workspace.timeZone) })}
        />
      )}
    </form>
  )
}
