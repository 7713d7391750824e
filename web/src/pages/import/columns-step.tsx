import { Button, NativeSelect, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ImportKind, ImportRecord, Mapping } from '../../../../src/domains/imports/schema.ts'
import { write } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import { useRead } from '../use-read.ts'
import { ColumnsTable } from './columns-table.tsx'
import { FileFacts } from './file-facts.tsx'
import { claimedTwice, draftOf, withSaved, type Draft } from './import-draft.ts'
import classes from './import.module.css'
import { OptionsPanel } from './options-panel.tsx'
import { StagesTable } from './stages-table.tsx'

type Props = { record: ImportRecord; onChecking: () => void }

/** What was found in the file, all of it correctable, and the dry run that comes next. */
export function ColumnsStep({ record, onChecking }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Draft>(() => draftOf(record))
  const keep = (next: ImportRecord): ImportRecord => {
    queries.setQueryData([workspace.slug, 'imports.get', { id: record.id }], next)
    void queries.invalidateQueries({ queryKey: [workspace.slug, 'imports.list'] })
    return next
  }
  const base = { id: record.id, version: record.version }
  const choose = useMutation({
    mutationFn: (choice: { kind: ImportKind } | { sheet: string }) =>
      write(workspace.slug, 'imports.update', { ...base, ...choice }),
    onSuccess: (next) => setDraft(draftOf(keep(next))),
  })
  const save = useMutation({
    mutationFn: (name: string) =>
      write(workspace.slug, 'imports.update', {
        ...base,
        columns: draft.columns,
        options: draft.options,
        save_as: name,
      }),
    onSuccess: (next, name) => {
      setDraft(draftOf(keep(next)))
      void queries.invalidateQueries({ queryKey: [workspace.slug, 'import_mappings.list'] })
      notifications.show({ message: t('imports.mapping.saved', { name }), withCloseButton: false })
    },
  })
  const check = useMutation({
    mutationFn: async () => {
      if (draft.isChanged) {
        const { columns, options } = draft
        keep(await write(workspace.slug, 'imports.update', { ...base, columns, options }))
      }
      return write(workspace.slug, 'imports.preview', { id: record.id })
    },
    onSuccess: (next) => {
      keep(next)
      onChecking()
    },
  })
  const error = check.error ?? save.error ?? choose.error
  const isBusy = check.isPending || save.isPending || choose.isPending
  return (
    <>
      <FileFacts
        record={record}
        onKind={(kind) => choose.mutate({ kind })}
        onSheet={(sheet) => choose.mutate({ sheet })}
        isBusy={isBusy}
      />
      <ColumnsTable record={record} draft={draft} onChange={setDraft} />
      <div className={draft.options.stages.length > 0 ? classes.split : classes.stack}>
        {draft.options.stages.length > 0 && <StagesTable draft={draft} onChange={setDraft} />}
        <OptionsPanel kind={record.kind} draft={draft} onChange={setDraft} />
      </div>
      <SavedMappings
        kind={record.kind}
        isBusy={isBusy}
        onUse={(mapping) => setDraft(withSaved(draft, mapping))}
        onSave={(name) => save.mutate(name)}
      />
      {error && <ErrorState error={error} kept={t('imports.kept')} />}
      <div className={classes.bar}>
        <Button
          loading={check.isPending}
          disabled={isBusy || claimedTwice(draft.columns).length > 0}
          onClick={() => check.mutate()}
        >
          {t('imports.check')}
        </Button>
        <p className={classes.note}>{t('imports.check.hint')}</p>
      </div>
    </>
  )
}

type SavedProps = {
  kind: ImportKind
  isBusy: boolean
  onUse: (mapping: Mapping) => void
  onSave: (name: string) => void
}

function SavedMappings({ kind, isBusy, onUse, onSave }: SavedProps) {
  const t = useT()
  const [name, setName] = useState('')
  const mappings = (useRead('import_mappings.list', {}).data?.items ?? []).filter((saved) => saved.kind === kind)
  return (
    <Panel>
      <form
        className={classes.saveAs}
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') onSave(name.trim())
        }}
      >
        {mappings.length > 0 && (
          <NativeSelect
            label={t('imports.mapping.apply')}
            value=""
            data={[{ value: '', label: t('imports.mapping.choose') }, ...mappings.map((saved) => saved.name)]}
            onChange={(event) => {
              const saved = mappings.find((one) => one.name === event.currentTarget.value)
              if (saved) onUse(saved.mapping)
            }}
          />
        )}
        <TextInput
          label={t('imports.mapping.name')}
          placeholder={t('imports.mapping.name.hint')}
          value={name}
          maxLength={200}
          w={300}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={isBusy || name.trim() === ''}>
          {t('imports.mapping.save')}
        </Button>
      </form>
    </Panel>
  )
}
