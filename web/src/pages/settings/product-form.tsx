import { NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Output } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { toMajor, toMinor } from '../../kit/filter-field.ts'
import { useSession } from '../../shell/session.tsx'
import { FormModal } from '../form-modal.tsx'
import { saveRecord } from '../save-record.ts'

export type Product = Output<'products.list'>['items'][number]

/** A new product, or one that is there: its list price stands in where a deal has no amount. */
export function ProductForm({ product, onClose }: { product: Product | null; onClose: () => void }) {
  const t = useT()
  const { workspace } = useSession()
  const [name, setName] = useState(product?.name ?? '')
  const [family, setFamily] = useState(product?.family ?? '')
  const currency = product?.currency ?? workspace.currency
  const [price, setPrice] = useState<number | null>(product?.list_price_minor ?? null)
  const save = (): Promise<unknown> => {
    const fields = { name, family: family || null, list_price_minor: price, currency: price === null ? null : currency }
    return saveRecord(workspace.slug, 'products', product, fields)
  }
  return (
    <FormModal
      title={product === null ? t('settings.products.new') : t('record.edit_of', { name: product.name })}
      save={save}
      isWhole={name.trim() !== ''}
      onClose={onClose}
    >
      <TextInput
        required
        data-autofocus
        label={t('settings.products.name')}
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('settings.products.family')}
        value={family}
        maxLength={200}
        onChange={(event) => setFamily(event.currentTarget.value)}
      />
      <NumberInput
        label={t('settings.products.price')}
        description={t('settings.products.price_note')}
        suffix={` ${currency}`}
        thousandSeparator=" "
        min={0}
        value={price === null ? '' : toMajor(price, currency)}
        onChange={(value) => setPrice(value === '' ? null : toMinor(Number(value), currency))}
      />
    </FormModal>
  )
}
