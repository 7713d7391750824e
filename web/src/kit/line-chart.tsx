import { useCallback } from 'react'
import { textOf, tooltipFor, twinOf, type Series } from './bar-chart.tsx'
import { categoryAxis, endRoom, frameOption, targetLine, valueAxis, type Target } from './chart-options.ts'
import { Chart, type ChartFrame } from './chart.tsx'
import { seriesColor, type ChartColors } from './chart-theme.ts'
import type { ChartOption } from './echarts.ts'

type Props = ChartFrame & {
  categories: readonly string[]
  categoryLabel: string
  /** The first takes the accent; `earlier` is drawn dashed, as something past. */
  series: readonly (Series & { tense?: 'now' | 'earlier' })[]
  formatValue: (value: number) => string
  formatAxis: (value: number) => string
  target?: Target
  /** Shares and rates need no zero; amounts do. */
  baseline?: 'zero' | 'free'
}

/** Something over time. Lines are named at their end, not in a legend. */
export function LineChart({
  categories,
  categoryLabel,
  series,
  formatValue,
  formatAxis,
  target,
  baseline,
  ...frame
}: Props) {
  const option = useCallback(
    (colors: ChartColors): ChartOption => {
      const base = frameOption(colors)
      const names = categoryAxis(colors, categories)
      return {
        ...base,
        grid: { ...base.grid, right: series.length > 1 ? endRoom : 24 },
        xAxis: { ...names, boundaryGap: false },
        yAxis: { ...valueAxis(colors, formatAxis), scale: baseline === 'free' },
        tooltip: {
          ...base.tooltip,
          axisPointer: { type: 'line', lineStyle: { color: colors.line } },
          formatter: (points: unknown) =>
            tooltipFor(points, (i) => series.map((one) => [one.name, textOf(one.values[i], formatValue)]), categories),
        },
        series: series.map((one, i) => ({
          type: 'line',
          name: one.name,
          data: [...one.values],
          showSymbol: categories.length === 1,
          symbolSize: 5,
          color: seriesColor(colors, i),
          lineStyle: { width: i === 0 ? 2 : 1.5, type: one.tense === 'earlier' ? 'dashed' : 'solid' },
          endLabel: {
            show: series.length > 1,
            formatter: one.name,
            color: i === 0 ? colors.accent : colors.muted,
            fontSize: 11,
            width: endRoom - 8,
            overflow: 'truncate',
          },
          labelLayout: { moveOverlap: 'shiftY' },
          ...(i === 0 && target ? { markLine: targetLine(colors, target, formatAxis) } : {}),
        })),
      }
    },
    [categories, series, formatValue, formatAxis, target, baseline],
  )
  return <Chart {...frame} option={option} table={twinOf(categoryLabel, categories, series, formatValue)} />
}
