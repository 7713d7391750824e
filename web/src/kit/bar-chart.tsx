import { useCallback } from 'react'
import { categoryAxis, frameOption, targetLine, tooltipRows, valueAxis, type Target } from './chart-options.ts'
import { Chart, type ChartFrame } from './chart.tsx'
import { seriesColor, type ChartColors } from './chart-theme.ts'
import type { ChartOption } from './echarts.ts'

export type Series = { name: string; values: readonly (number | null)[] }

type Props = ChartFrame & {
  categories: readonly string[]
  /** Heading of the categories in the table twin. */
  categoryLabel: string
  /** The first is what the finding is about and takes the accent. */
  series: readonly Series[]
  formatValue: (value: number) => string
  formatAxis: (value: number) => string
  /** `across` for long names, one under the other. */
  direction?: 'upright' | 'across'
  target?: Target
}

/** More upright bars than this, and the number on one lies over the next. */
const labelledBars = 6

/** Quantities side by side, from zero. */
export function BarChart({
  categories,
  categoryLabel,
  series,
  formatValue,
  formatAxis,
  direction,
  target,
  ...frame
}: Props) {
  const option = useCallback(
    (colors: ChartColors): ChartOption => {
      const base = frameOption(colors)
      const names = categoryAxis(colors, categories)
      const values = valueAxis(colors, formatAxis)
      const isAcross = direction === 'across'
      const hasLabels = series.length === 1 && (isAcross || categories.length <= labelledBars)
      return {
        ...base,
        grid: { ...base.grid, right: isAcross ? 64 : 12 },
        xAxis: isAcross ? values : names,
        yAxis: isAcross
          ? { ...names, inverse: true, axisLabel: { ...names.axisLabel, width: 150, overflow: 'truncate' } }
          : values,
        tooltip: {
          ...base.tooltip,
          axisPointer: { type: 'shadow', shadowStyle: { color: colors.line, opacity: 0.4 } },
          formatter: (points: unknown) =>
            tooltipFor(points, (i) => series.map((one) => [one.name, textOf(one.values[i], formatValue)]), categories),
        },
        series: series.map((one, i) => ({
          type: 'bar',
          name: one.name,
          data: [...one.values],
          barMaxWidth: isAcross ? 18 : 36,
          barGap: '10%',
          itemStyle: { color: seriesColor(colors, i), borderRadius: isAcross ? [0, 3, 3, 0] : [3, 3, 0, 0] },
          labelLayout: { hideOverlap: true },
          label: {
            show: hasLabels,
            position: isAcross ? 'right' : 'top',
            color: colors.muted,
            fontSize: 11,
            formatter: ({ value }) => (typeof value === 'number' ? formatAxis(value) : ''),
          },
          ...(i === 0 && target && !isAcross ? { markLine: targetLine(colors, target, formatAxis) } : {}),
        })),
      }
    },
    [categories, series, formatValue, formatAxis, direction, target],
  )
  return <Chart {...frame} option={option} table={twinOf(categoryLabel, categories, series, formatValue)} />
}

export const textOf = (value: number | null | undefined, format: (value: number) => string): string =>
  value === null || value === undefined ? '–' : format(value)

/** The table twin: a row per category, a column per series. */
export const twinOf = (
  categoryLabel: string,
  categories: readonly string[],
  series: readonly Series[],
  formatValue: (value: number) => string,
) => ({
  columns: [categoryLabel, ...series.map((one) => one.name)],
  rows: categories.map((name, i) => [name, ...series.map((one) => textOf(one.values[i], formatValue))]),
})

/** ECharts hands a list of points of one place on the axis; only the place is needed. */
export function tooltipFor(
  points: unknown,
  rowsAt: (index: number) => readonly (readonly [string, string])[],
  categories: readonly string[],
): string {
  const first: unknown = Array.isArray(points) ? points[0] : points
  const index =
    typeof first === 'object' && first !== null && 'dataIndex' in first && typeof first.dataIndex === 'number'
      ? first.dataIndex
      : -1
  return index < 0 ? '' : tooltipRows(categories[index] ?? '', rowsAt(index))
}
