import { Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Deal } from '../../../../src/domains/deals/schema.ts'
import { useT } from '../../i18n.tsx'
import { FormEnd } from '../../kit/form-end.tsx'

type Props = { deal: Deal; onSaid: (why: { loss_reason: string } | null) => void }

/** Asked when a deal is put among the lost ones; closing it without saving leaves the deal where it was. */
export function LossReason({ deal, onSaid }: Props) {
  const t = useT()
  const [reason, setReason] = useState(deal.loss_reason ?? '')
  return (
    <Modal
      opened
      onClose={() => onSaid(null)}
      title={t('deals.lost_why', { name: deal.name })}
      closeButtonProps={{ 'aria-label': t('record.cancel') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSaid({ loss_reason: reason.trim() })
        }}
      >
        <TextInput
          label={t('deals.field.loss_reason')}
          value={reason}
          maxLength={500}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <FormEnd submit={t('deals.lose')} isSaving={false} isDisabled={false} onCancel={() => onSaid(null)} />
      </form>
    </Modal>
  )
}
