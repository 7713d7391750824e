import { Skeleton } from '@mantine/core'
import { useRef } from 'react'
import { notifications } from '@mantine/notifications'
import { useFormat, useT } from '../../i18n.tsx'
import { ErrorState } from '../../kit/error-state.tsx'
import { toMajor } from '../../kit/filter-field.ts'
import { usePeriodName } from '../metrics/metric-words.ts'
import { useMayOperate } from '../may-operate.ts'
import { useSession } from '../../shell/session.tsx'
import { CellInput } from './cell-input.tsx'
import { depthsOf, peopleBelow, placeOf, readValue, sumOfTargets, type Target } from './target-cells.ts'
import classes from './targets.module.css'
import type { Reached } from './use-attainment.ts'
import { useTargetPlan, type Aim, type Wanted } from './use-target-plan.tsx'
import { WhoseCell } from './whose-cell.tsx'

type Props = { aim: Aim; isMoney: boolean; rows: readonly Reached[]; periods: readonly string[]; to: string }

/** Targets of a year: a row for each that may have one, a column for each period; typed in, or pasted from a spreadsheet. */
export function TargetGrid({ aim, isMoney, rows, periods, to }: Props) {
  const t = useT()
  const periodName = usePeriodName()
  const mayEdit = useMayOperate()
  const { workspace } = useSession()
  const format = useFormat()
  const table = useRef<HTMLTableElement>(null)
  const { targets, error, refetch, set } = useTargetPlan(aim, { from: periods[0] ?? to, to })
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!targets) return <Skeleton height={320} />

  const below = peopleBelow(rows)
  const depths = depthsOf(rows)
  const at = (row: number, column: number): Target | undefined => {
    const whose = rows[row]
    return whose && targets.get(placeOf(whose, periods[column] ?? ''))
  }
  const currencyAt = (row: number, column: number): string | null =>
    isMoney ? (at(row, column)?.currency ?? workspace.currency) : null
  const mark = format.language === 'uk' ? ',' : '.'
  const wantedAt = (row: number, column: number, text: string): Wanted | null => {
    const whose = rows[row]
    const startsOn = periods[column]
    const value = readValue(text, mark, currencyAt(row, column))
    return whose && startsOn !== undefined && value !== undefined ? { whose, startsOn, value } : null
  }
  const shown = (value: number, currency: string | null): string =>
    currency === null ? format.number(value) : format.moneyWhole(value, currency)
  const moveTo = (row: number, column: number): boolean => {
    const cell = table.current?.querySelector<HTMLInputElement>(`[data-cell="${row}:${column}"]`)
    cell?.focus()
    return cell != null
  }
  const paste = (row: number, column: number, block: readonly string[][]): void => {
    const wanted = block.flatMap((line, i) => line.map((text, j) => wantedAt(row + i, column + j, text)))
    const isWhole = wanted.every((one) => one !== null)
    if (isWhole && wanted.length <= 1000) void set(wanted)
    else notifications.show({ color: 'red', title: t('targets.paste_refused'), message: t('targets.paste_advice') })
  }

  return (
    <div className={classes.scroll}>
      <table className={classes.grid} ref={table}>
        <caption className={classes.caption}>{t(mayEdit ? 'targets.grid_how' : 'targets.grid_read')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('targets.whose')}</th>
            {periods.map((startsOn) => (
              <th key={startsOn} scope="col" data-right>
                {periodName(startsOn, aim.granularity)}
              </th>
            ))}
            {periods.length > 1 && (
              <th scope="col" data-right>
                {t('targets.year_sum')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={`${row.kind} ${row.id ?? ''}`} data-kind={row.kind}>
              <WhoseCell row={row} depth={depths[r] ?? 0} />
              {periods.map((startsOn, c) => {
                const target = at(r, c)
                const currency = currencyAt(r, c)
                const theirs = sumOfTargets((below[r] ?? []).map((person) => at(person, c)))
                const isShort =
                  theirs && target && theirs.currency === (target.currency ?? null) && theirs.value < target.value
                return (
                  <td key={startsOn} data-right>
                    {mayEdit ? (
                      <CellInput
                        id={`${r}:${c}`}
                        label={`${row.name ?? t('targets.company')}, ${periodName(startsOn, aim.granularity)}`}
                        shown={target ? shown(target.value, currency) : ''}
                        typed={target ? plainText(target.value, currency, mark) : ''}
                        onCommit={async (text) => {
                          const wanted = wantedAt(r, c, text)
                          return wanted !== null && set([wanted])
                        }}
                        onMove={(by) => moveTo(r + by, c)}
                        onPaste={(block) => paste(r, c, block)}
                      />
                    ) : (
                      <span className={classes.value}>{target ? shown(target.value, currency) : '–'}</span>
                    )}
                    {row.kind !== 'person' && theirs && (
                      <span className={classes.theirs} data-short={isShort === true ? '' : undefined}>
                        {t('targets.people_sum', { sum: shortly(theirs, format) })}
                      </span>
                    )}
                  </td>
                )
              })}
              {periods.length > 1 && <YearSum targets={periods.map((_, c) => at(r, c))} shown={shown} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type Format = ReturnType<typeof useFormat>
const shortly = ({ value, currency }: { value: number; currency: string | null }, format: Format): string =>
  currency === null ? format.number(value) : format.moneyCompact(value, currency)

/** As somebody would type it: without groups and without its currency. */
const plainText = (value: number, currency: string | null, mark: string): string =>
  String(currency === null ? value : toMajor(value, currency)).replace('.', mark)

function YearSum({
  targets,
  shown,
}: {
  targets: (Target | undefined)[]
  shown: (v: number, c: string | null) => string
}) {
  const sum = sumOfTargets(targets)
  return (
    <td data-right data-sum>
      <span className={classes.value}>{sum ? shown(sum.value, sum.currency) : '–'}</span>
    </td>
  )
}
