import { Button, Checkbox, Group, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiKeyScope } from '../../../../src/domains/workspace/schema.ts'
import { write, type Output } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import { useRead } from '../use-read.ts'
import classes from './settings.module.css'
import { ShownOnce } from './shown-once.tsx'

const scopes = apiKeyScope.options
type Key = Output<'api_keys.list'>['items'][number]

/** Keys for programs: made, shown once, revoked. */
export function KeysTab() {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const keys = useRead('api_keys.list', {})
  const refresh = () => queries.invalidateQueries({ queryKey: [workspace.slug, 'api_keys.list'] })
  const revoke = useMutation({
    mutationFn: (id: string) => write(workspace.slug, 'api_keys.revoke', { id }),
    onSettled: refresh,
  })
  const items = keys.data?.items
  return (
    <div className={classes.stack}>
      <CreateKey onCreated={() => void refresh()} />
      <Panel title={t('settings.keys.title')}>
        {(keys.error ?? revoke.error) && <ErrorState error={keys.error ?? revoke.error} />}
        {items?.length === 0 && (
          <EmptyState title={t('settings.keys.empty')}>{t('settings.keys.empty.text')}</EmptyState>
        )}
        {items !== undefined && items.length > 0 && <KeysTable keys={items} onRevoke={(id) => revoke.mutate(id)} />}
      </Panel>
    </div>
  )
}

function CreateKey({ onCreated }: { onCreated: () => void }) {
  const t = useT()
  const { workspace } = useSession()
  const form = useForm<{ name: string; scopes: string[] }>({
    initialValues: { name: '', scopes: ['read'] },
    validate: {
      name: isNotEmpty(t('auth.name.empty')),
      scopes: (chosen) => (chosen.length === 0 ? t('settings.keys.scopes.empty') : null),
    },
  })
  const create = useMutation({
    mutationFn: (values: typeof form.values) =>
      write(workspace.slug, 'api_keys.create', {
        name: values.name,
        scopes: values.scopes.map((scope) => apiKeyScope.parse(scope)),
      }),
    onSuccess: () => {
      form.reset()
      onCreated()
    },
  })
  return (
    <Panel title={t('settings.keys.create')}>
      <p className={classes.note}>{t('settings.keys.note')}</p>
      {create.error && <ErrorState error={create.error} />}
      <form className={classes.inline} noValidate onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <TextInput label={t('settings.keys.name')} required maxLength={200} {...form.getInputProps('name')} />
        <Checkbox.Group label={t('settings.keys.scopes')} {...form.getInputProps('scopes')}>
          <Group gap="md" mih="var(--k-control)">
            {scopes.map((scope) => (
              <Checkbox key={scope} value={scope} label={t(`settings.keys.scope.${scope}`)} />
            ))}
          </Group>
        </Checkbox.Group>
        <Button type="submit" loading={create.isPending}>
          {t('settings.keys.create')}
        </Button>
      </form>
      {create.data && (
        <ShownOnce
          label={t('settings.keys.secret', { name: create.data.name })}
          secret={create.data.token}
          note={t('settings.keys.once')}
        />
      )}
    </Panel>
  )
}

function KeysTable({ keys, onRevoke }: { keys: readonly Key[]; onRevoke: (id: string) => void }) {
  const t = useT()
  const format = useFormat()
  const { workspace } = useSession()
  const when = (instant: string | null): string =>
    instant === null ? t('settings.keys.never') : format.instant(instant, workspace.timeZone)
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('settings.keys.name')}</th>
            <th scope="col">{t('settings.keys.begins')}</th>
            <th scope="col">{t('settings.keys.scopes')}</th>
            <th scope="col">{t('settings.keys.created')}</th>
            <th scope="col">{t('settings.keys.used')}</th>
            <th scope="col">{t('settings.keys.status')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <th scope="row">{key.name}</th>
              <td>
                <code>{key.prefix}…</code>
              </td>
              <td>{key.scopes.map((scope) => t(`settings.keys.scope.${scope}`)).join(', ')}</td>
              <td>{when(key.created_at)}</td>
              <td>{when(key.used_at)}</td>
              <td>{t(`settings.keys.${stateOf(key)}`)}</td>
              <td>
                {stateOf(key) === 'active' && (
                  <Button
                    variant="default"
                    size="compact-sm"
                    aria-label={t('settings.keys.revoke_of', { name: key.name })}
                    onClick={() => onRevoke(key.id)}
                  >
                    {t('settings.keys.revoke')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function stateOf(key: Key): 'active' | 'revoked' | 'expired' {
  if (key.revoked_at !== null) return 'revoked'
  return key.expires_at !== null && Date.parse(key.expires_at) < Date.now() ? 'expired' : 'active'
}
