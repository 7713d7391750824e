import { Button, Modal } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { write, type Input } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { FormEnd } from '../../kit/form-end.tsx'
import { useSession } from '../../shell/session.tsx'
import { useAsOf } from '../../shell/use-as-of.ts'
import { useMayOperate } from '../may-operate.ts'
import { PipelineForm } from '../stages/pipeline-form.tsx'
import { AccountSelect, type AccountChoice } from '../accounts/account-select.tsx'
import { useGo } from '../use-address.ts'
import { useNewForm } from '../use-new-form.ts'
import { DealFields } from './deal-fields.tsx'
import type { Draft } from './deal-draft.ts'
import { useChoices } from './use-choices.ts'

/**
 * Begins a deal, of this account where one is given. Not offered in the past, nor to those who only look. Where there is no
 * stage yet, whoever may makes the pipeline first, and goes on with the deal.
 */
export function NewDeal({ account }: { account?: AccountChoice }) {
  const t = useT()
  const { role } = useSession()
  const { asOf } = useAsOf()
  const { stageRows, isKnown } = useChoices()
  const mayOperate = useMayOperate()
  const { isOpen, open, close } = useNewForm()
  const first = stageRows.find((stage) => stage.kind === 'open')
  if (asOf !== null || role === 'viewer' || !isKnown || (!first && !mayOperate)) return null
  return (
    <>
      <Button leftSection={<IconPlus size={15} />} onClick={() => void open()}>
        {t('deals.new')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => void close()}
        title={first ? t('deals.new') : t('pipelines.new')}
        size={first ? 'lg' : 900}
        closeButtonProps={{ 'aria-label': t('record.cancel') }}
      >
        {first ? (
          <NewDealForm stageId={first.id} account={account} close={close} />
        ) : (
          <>
            <p>{t('pipelines.first')}</p>
            <PipelineForm stored={null} onSaved={() => undefined} onCancel={() => void close()} />
          </>
        )}
      </Modal>
    </>
  )
}

type FormProps = { stageId: string; account: AccountChoice | undefined; close: () => Promise<void> }

function NewDealForm({ stageId, account, close }: FormProps) {
  const t = useT()
  const go = useGo()
  const client = useQueryClient()
  const { workspace } = useSession()
  const [draft, setDraft] = useState<Draft>({ name: '', stage_id: stageId })
  const [accountId, setAccountId] = useState<string | null>(account?.id ?? null)
  const [error, setError] = useState<unknown>(null)
  const [isSaving, setIsSaving] = useState(false)
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setIsSaving(true)
    setError(null)
    try {
      const input = { ...draft, account_id: accountId, currency: workspace.currency }
      const deal = await write(workspace.slug, 'deals.create', input as Input<'deals.create'>)
      await client.invalidateQueries()
      await close()
      go(`/deals/${deal.id}`)
    } catch (thrown) {
      setError(thrown)
      setIsSaving(false)
    }
  }
  return (
    <form onSubmit={(event) => void save(event)}>
      <AccountSelect label={t('deals.field.account_id')} first={account} value={accountId} onChange={setAccountId} />
      <DealFields
        draft={draft}
        currency={workspace.currency}
        set={(patch) => setDraft((was) => ({ ...was, ...patch }))}
      />
      {error !== null && <ErrorState error={error} kept={t('record.kept')} />}
      <FormEnd
        submit={t('deals.create')}
        isSaving={isSaving}
        isDisabled={draft.name.trim() === ''}
        onCancel={() => void close()}
      />
    </form>
  )
}
