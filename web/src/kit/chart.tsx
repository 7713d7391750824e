import { ActionIcon, Tooltip } from '@mantine/core'
import { IconChartBar, IconTable } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { useT } from '../i18n.tsx'
import { useChartColors, type ChartColors } from './chart-theme.ts'
import classes from './chart.module.css'
import type { ChartOption } from './echarts.ts'

/** The same numbers as a table: for those who hear the page, and for copying. The first column names the row. */
export type ChartTable = { columns: readonly string[]; rows: readonly (readonly string[])[] }

export type ChartFrame = {
  /** Says the finding: "Won value fell for the second quarter running". */
  title: string
  /** What is drawn: measure, unit, period. */
  note?: ReactNode
  height?: number
  /** Opens the rows behind a point; the table's first column does the same. */
  onPick?: ((index: number) => void) | undefined
}

type Props = ChartFrame & { option: (colors: ChartColors) => ChartOption; table: ChartTable }

/** A picture with its twin. The library of pictures is loaded when the first one is shown. */
export function Chart({ title, note, height = 260, onPick, option, table }: Props) {
  const t = useT()
  const titleId = useId()
  const [view, setView] = useState<'picture' | 'table'>('picture')
  const other = view === 'picture' ? 'table' : 'picture'
  const toggleLabel = other === 'table' ? t('chart.as_table') : t('chart.as_picture')
  return (
    <figure className={classes.chart} aria-labelledby={titleId}>
      <figcaption className={classes.head}>
        <div>
          <h3 id={titleId}>{title}</h3>
          {note !== undefined && <p>{note}</p>}
        </div>
        <Tooltip label={toggleLabel}>
          <ActionIcon variant="subtle" color="gray" size="md" aria-label={toggleLabel} onClick={() => setView(other)}>
            {other === 'table' ? <IconTable size={16} /> : <IconChartBar size={16} />}
          </ActionIcon>
        </Tooltip>
      </figcaption>
      {view === 'picture' && <Picture option={option} height={height} onPick={onPick} />}
      <div
        className={view === 'picture' ? classes.hidden : classes.table}
        style={{ '--height': `${height}px` } as never}
      >
        <TwinTable title={title} table={table} onPick={view === 'table' ? onPick : undefined} />
      </div>
    </figure>
  )
}

type PictureProps = Pick<Props, 'option' | 'onPick'> & { height: number }

function Picture({ option, height, onPick }: PictureProps) {
  const host = useRef<HTMLDivElement>(null)
  const colors = useChartColors()
  const pick = useRef(onPick)
  useEffect(() => {
    pick.current = onPick
  }, [onPick])
  const drawn = useRef<(() => void) | null>(null)
  const latest = useRef<ChartOption | null>(null)
  useEffect(() => {
    latest.current = { animation: false, ...option(colors) }
    drawn.current?.()
  }, [option, colors])

  useEffect(() => {
    const element = host.current
    if (!element) return undefined
    let dispose = (): void => undefined
    let isGone = false
    void import('./echarts.ts').then(({ init }) => {
      if (isGone) return
      const chart = init(element, null, { renderer: 'svg' })
      drawn.current = () => latest.current && chart.setOption(latest.current, { notMerge: true })
      drawn.current()
      chart.getZr().on('click', (event) => {
        const at = chart.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY])
        const isUpright = (latest.current?.xAxis as { type?: string } | undefined)?.type === 'category'
        const index = Math.round((isUpright ? at[0] : at[1]) ?? -1)
        if (index >= 0) pick.current?.(index)
      })
      const observer = new ResizeObserver(() => chart.resize())
      observer.observe(element)
      dispose = () => {
        observer.disconnect()
        drawn.current = null
        chart.dispose()
      }
    })
    return () => {
      isGone = true
      dispose()
    }
  }, [])
  // The table beside it says the same in words.
  return (
    <div
      ref={host}
      aria-hidden
      className={classes.picture}
      data-opens={Boolean(onPick) || undefined}
      style={{ height }}
    />
  )
}

type TwinProps = { title: string; table: ChartTable; onPick: ((index: number) => void) | undefined }

function TwinTable({ title, table, onPick }: TwinProps) {
  return (
    <table>
      <caption className={classes.caption}>{title}</caption>
      <thead>
        <tr>
          {table.columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(([name = '', ...values], i) => (
          // Rows have no other identity than their place on the axis.
          // eslint-disable-next-line react/no-array-index-key
          <tr key={i}>
            <th scope="row">
              {onPick ? (
                <button type="button" className={classes.pick} onClick={() => onPick(i)}>
                  {name}
                </button>
              ) : (
                name
              )}
            </th>
            {values.map((value, j) => (
              <td key={table.columns[j + 1]}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
