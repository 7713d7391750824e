import { Popover, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import classes from './stat-number.module.css'

/** What stands behind a number: shown when it is opened. */
export type Definition = {
  /** What it is, in a sentence. */
  text: string
  formula?: string
  unit?: string
  period?: string
  /** Day the number looks from; null: now. */
  asOf?: string | null
  /** The change set up to which it is computed. */
  seq?: number
  source?: string
}

type Props = {
  label: string
  /** Already in the reader's language; null when there is no such number. */
  value: string | null
  /** Fewer than the floor: the percentage is not said, the count is. */
  tooFew?: { n: number } | undefined
  /** The counts of a ratio, the range of a forecast. */
  detail?: ReactNode
  /** Against the period before. `isBetter` null: neither good nor bad. */
  change?: { text: string; isBetter: boolean | null } | undefined
  definition?: Definition | undefined
  /** Opens the rows behind it. */
  onDrill?: (() => void) | undefined
}

/** A number that can be opened. */
export function StatNumber({ label, value, tooFew, detail, change, definition, onDrill }: Props) {
  const t = useT()
  const shown = tooFew ? t('stat.too_few', { n: tooFew.n }) : (value ?? t('stat.none'))
  return (
    <div className={classes.stat}>
      <Popover width={340} position="bottom-start" withinPortal disabled={definition === undefined}>
        <Popover.Target>
          <UnstyledButton className={classes.open} data-plain={definition === undefined || undefined}>
            <span className={classes.label}>{label}</span>
            <span className={classes.value} data-few={tooFew !== undefined || value === null || undefined}>
              {shown}
            </span>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>{definition && <DefinitionCard label={label} definition={definition} />}</Popover.Dropdown>
      </Popover>
      <div className={classes.below}>
        {change && (
          <span className={classes.change} data-better={change.isBetter ?? undefined}>
            {change.text}
          </span>
        )}
        {detail !== undefined && <span>{detail}</span>}
        {onDrill && (
          <UnstyledButton className={classes.drill} onClick={onDrill}>
            {t('stat.rows')}
          </UnstyledButton>
        )}
      </div>
    </div>
  )
}

export function DefinitionCard({ label, definition }: { label: string; definition: Definition }) {
  const t = useT()
  const format = useFormat()
  const { formula, unit, period, asOf, seq, source } = definition
  const facts: [string, string | undefined][] = [
    [t('stat.formula'), formula],
    [t('stat.unit'), unit],
    [t('stat.period'), period],
    [t('stat.as_of'), asOf === undefined ? undefined : asOf === null ? t('stat.now') : format.day(asOf)],
    [t('stat.seq'), seq === undefined ? undefined : format.number(seq)],
    [t('stat.source'), source],
  ]
  return (
    <div className={classes.definition}>
      <strong>{label}</strong>
      <p>{definition.text}</p>
      <dl>
        {facts
          .filter(([, fact]) => fact !== undefined)
          .map(([name, fact]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{fact}</dd>
            </div>
          ))}
      </dl>
    </div>
  )
}
