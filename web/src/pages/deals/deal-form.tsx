import { useState, type FormEvent } from 'react'
import { write, type Input } from '../../api.ts'
import type { Deal } from '../../../../src/domains/deals/schema.ts'
import { useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { FormEnd } from '../../kit/form-end.tsx'
import { ApiProblem } from '../../problem.ts'
import { useSession } from '../../shell/session.tsx'
import { changesIn, type Draft } from './deal-draft.ts'
import { DealConflict } from './deal-conflict.tsx'
import { DealFields } from './deal-fields.tsx'

type Props = { deal: Deal; onSaved: (deal: Deal) => void; onCancel: () => void }

/** The fields of a deal that a person may change. Saved against the version that was opened. */
export function DealForm({ deal, onSaved, onCancel }: Props) {
  const t = useT()
  const { workspace } = useSession()
  const [draft, setDraft] = useState<Draft>(deal)
  const [base, setBase] = useState(deal)
  const [error, setError] = useState<unknown>(null)
  const [isSaving, setIsSaving] = useState(false)
  const set = (patch: Partial<Draft>): void => setDraft((was) => ({ ...was, ...patch }))
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setIsSaving(true)
    setError(null)
    try {
      const input = { ...changesIn(draft, base), id: deal.id, version: base.version ?? undefined }
      onSaved(await write(workspace.slug, 'deals.update', input as Input<'deals.update'>))
    } catch (thrown) {
      setError(thrown)
    } finally {
      setIsSaving(false)
    }
  }
  const isConflict = error instanceof ApiProblem && error.code === 'conflict'
  return (
    <form onSubmit={(event) => void save(event)}>
      <DealFields draft={draft} currency={deal.currency} set={set} />
      {isConflict && (
        <DealConflict
          base={base}
          onReload={(now) => {
            // What was typed here stays; all else takes its present value.
            setDraft({ ...now, ...changesIn(draft, base) })
            setBase(now)
            setError(null)
          }}
        />
      )}
      {error !== null && !isConflict && <ErrorState error={error} kept={t('record.kept')} />}
      <FormEnd
        submit={t('record.save')}
        isSaving={isSaving}
        isDisabled={Object.keys(changesIn(draft, base)).length === 0}
        onCancel={onCancel}
      />
    </form>
  )
}
