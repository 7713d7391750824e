import { Button, Checkbox, Group, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { write, type Output } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import { WorkspaceFields, type WorkspaceValues } from '../setup/workspace-fields.tsx'
import { useRead } from '../use-read.ts'
import classes from './settings.module.css'

type Settings = Output<'settings.get'>
type Values = {
  workspace: WorkspaceValues
  languages: string[]
}

const valuesOf = (settings: Settings): Values => ({
  workspace: {
    name: settings.name,
    currency: settings.currency,
    time_zone: settings.time_zone,
    fiscal_year_start_month: settings.fiscal_year_start_month,
    week_start: settings.week_start,
  },
  languages: settings.languages,
})

export function WorkspaceTab() {
  const answer = useRead('settings.get', {})
  if (answer.error && !answer.data) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
  return answer.data ? <WorkspaceForm settings={answer.data} /> : null
}

function WorkspaceForm({ settings }: { settings: Settings }) {
  const t = useT()
  const format = useFormat()
  const { workspace, role } = useSession()
  const queries = useQueryClient()
  const isDisabled = role !== 'administrator'
  const form = useForm<Values>({
    initialValues: valuesOf(settings),
    validate: { workspace: { name: isNotEmpty(t('auth.name.empty')) } },
  })
  const { setInitialValues, setValues, isDirty } = form
  useEffect(() => {
    setInitialValues(valuesOf(settings))
    setValues(valuesOf(settings))
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the form follows a new version only
  }, [settings.version])
  const save = useMutation({
    mutationFn: ({ workspace: fields, languages }: Values) =>
      write(workspace.slug, 'settings.update', {
        version: settings.version ?? undefined,
        ...fields,
        languages: languages as ('uk' | 'en')[],
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [workspace.slug] })
      notifications.show({ message: t('settings.saved'), withCloseButton: false })
    },
  })
  return (
    <Panel title={t('settings.tab.workspace')}>
      {isDisabled && <p className={classes.note}>{t('settings.workspace.read_only')}</p>}
      <form className={classes.form} noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
        {save.error && <ErrorState error={save.error} onRetry={() => void queries.invalidateQueries()} />}
        <TextInput
          label={t('settings.workspace.name')}
          required
          disabled={isDisabled}
          {...form.getInputProps('workspace.name')}
        />
        <div className={classes.pair}>
          <WorkspaceFields form={form} isDisabled={isDisabled} />
        </div>
        <Checkbox.Group label={t('settings.workspace.languages')} {...form.getInputProps('languages')}>
          <Group mt={6} gap="lg">
            <Checkbox value="uk" label={t('settings.language.uk')} disabled={isDisabled} />
            <Checkbox value="en" label={t('settings.language.en')} disabled={isDisabled} />
          </Group>
        </Checkbox.Group>
        <div className={classes.actions}>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={isDisabled || !isDirty() || form.values.languages.length === 0}
          >
            {t('record.save')}
          </Button>
          {isDirty() && (
            <Button variant="default" onClick={() => form.reset()}>
              {t('settings.discard')}
            </Button>
          )}
          <p className={classes.note}>
            {t('settings.version', {
              version: settings.version ?? 0,
              when: format.instant(settings.changed_at, workspace.timeZone),
            })}
          </p>
        </div>
      </form>
    </Panel>
  )
}
