import { Button, CloseButton, Menu, Popover, UnstyledButton } from '@mantine/core'
import { IconFilterPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import classes from './filter-chips.module.css'
import { FilterEditor } from './filter-editor.tsx'
import { conditionWords, type FilterCondition, type FilterField } from './filter-field.ts'

type Props = {
  fields: readonly FilterField[]
  value: readonly FilterCondition[]
  onChange: (value: FilterCondition[]) => void
}

/** What narrows a list, each condition a chip that can be read, changed and taken away. */
export function FilterChips({ fields, value, onChange }: Props) {
  const t = useT()
  const [adding, setAdding] = useState<FilterField | null>(null)
  const replace = (index: number, next: FilterCondition | null): void =>
    onChange(value.flatMap((condition, i) => (i === index ? (next ?? []) : condition)))
  return (
    <div className={classes.chips} role="group" aria-label={t('filter.label')}>
      {value.map((condition, i) => {
        const field = fields.find((candidate) => candidate.id === condition.field)
        return (
          field && (
            <Chip
              key={`${condition.field}-${condition.op}`}
              field={field}
              condition={condition}
              onChange={(next) => replace(i, next)}
            />
          )
        )
      })}
      <Popover
        withRoles={false}
        opened={adding !== null}
        onChange={(isOpen) => isOpen || setAdding(null)}
        position="bottom-start"
        trapFocus
      >
        <Popover.Target>
          <span>
            <Menu position="bottom-start" returnFocus>
              <Menu.Target>
                <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconFilterPlus size={14} />}>
                  {t('filter.add')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown mah={320} className={classes.menu}>
                {fields.map((field) => (
                  <Menu.Item key={field.id} onClick={() => setAdding(field)}>
                    {field.label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </span>
        </Popover.Target>
        <Popover.Dropdown aria-label={adding?.label}>
          {adding && (
            <FilterEditor
              field={adding}
              onApply={(condition) => {
                setAdding(null)
                onChange([...value.filter((other) => !isSame(other, condition)), condition])
              }}
            />
          )}
        </Popover.Dropdown>
      </Popover>
      {value.length > 1 && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => onChange([])}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  )
}

const isSame = (a: FilterCondition, b: FilterCondition): boolean => a.field === b.field && a.op === b.op

type ChipProps = {
  field: FilterField
  condition: FilterCondition
  onChange: (condition: FilterCondition | null) => void
}

function Chip({ field, condition, onChange }: ChipProps) {
  const t = useT()
  const format = useFormat()
  const [isOpen, setIsOpen] = useState(false)
  const words = conditionWords(field, condition, t, format)
  return (
    <span className={classes.chip}>
      <Popover opened={isOpen} onChange={setIsOpen} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <UnstyledButton className={classes.words} onClick={() => setIsOpen((was) => !was)}>
            {words}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown aria-label={field.label}>
          <FilterEditor
            field={field}
            condition={condition}
            onApply={(next) => {
              setIsOpen(false)
              onChange(next)
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <CloseButton
        size={24}
        iconSize={14}
        aria-label={t('filter.remove', { filter: words })}
        onClick={() => onChange(null)}
      />
    </span>
  )
}
