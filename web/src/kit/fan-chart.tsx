import { useCallback } from 'react'
import { useT } from '../i18n.tsx'
import { textOf, tooltipFor } from './bar-chart.tsx'
import { categoryAxis, endRoom, frameOption, targetLine, valueAxis, type Target } from './chart-options.ts'
import { Chart, type ChartFrame } from './chart.tsx'
import type { ChartColors } from './chart-theme.ts'
import type { ChartOption } from './echarts.ts'

/** A period: what happened, or what is expected with its ranges. */
export type FanPoint = {
  label: string
  actual: number | null
  estimate: number | null
  range80: readonly [low: number, high: number] | null
  range95: readonly [low: number, high: number] | null
}

type Props = ChartFrame & {
  points: readonly FanPoint[]
  categoryLabel: string
  formatValue: (value: number) => string
  formatAxis: (value: number) => string
  target?: Target
}

/** What happened and what is expected, the uncertainty drawn as bands of 95 and 80 per cent. */
export function FanChart({ points, categoryLabel, formatValue, formatAxis, target, ...frame }: Props) {
  const t = useT()
  const actual = t('chart.actual')
  const estimate = t('chart.forecast')
  const range80 = t('chart.range', { level: 80 })
  const range95 = t('chart.range', { level: 95 })
  const option = useCallback(
    (colors: ChartColors): ChartOption => {
      const base = frameOption(colors)
      const labels = points.map((point) => point.label)
      const names = categoryAxis(colors, labels)
      return {
        ...base,
        grid: { ...base.grid, right: endRoom },
        xAxis: { ...names, boundaryGap: false },
        yAxis: valueAxis(colors, formatAxis),
        tooltip: {
          ...base.tooltip,
          axisPointer: { type: 'line', lineStyle: { color: colors.line } },
          formatter: (at: unknown) =>
            tooltipFor(at, (i) => tooltipOf(points[i], [actual, estimate, range80, range95], formatValue), labels),
        },
        series: [
          ...band(
            '95',
            points.map((point) => point.range95),
            colors.accent,
            0.12,
          ),
          ...band(
            '80',
            points.map((point) => point.range80),
            colors.accent,
            0.22,
          ),
          {
            type: 'line',
            name: estimate,
            data: points.map((point) => point.estimate),
            showSymbol: false,
            color: colors.accent,
            lineStyle: { width: 2, type: [5, 4] },
            endLabel: { show: true, formatter: estimate, color: colors.accent, fontSize: 11 },
            z: 4,
          },
          {
            type: 'line',
            name: actual,
            data: labelledAtEnd(
              points.map((point) => point.actual),
              { show: true, position: 'top', formatter: actual, color: colors.text, fontSize: 11 },
            ),
            symbol: 'circle',
            symbolSize: 5,
            color: colors.text,
            lineStyle: { width: 2 },
            z: 5,
            ...(target ? { markLine: targetLine(colors, target, formatAxis) } : {}),
          },
        ],
      }
    },
    [points, formatValue, formatAxis, target, actual, estimate, range80, range95],
  )
  const table = {
    columns: [categoryLabel, actual, estimate, range80, range95],
    rows: points.map((point) => [
      point.label,
      textOf(point.actual, formatValue),
      textOf(point.estimate, formatValue),
      rangeText(point.range80, formatValue),
      rangeText(point.range95, formatValue),
    ]),
  }
  return <Chart {...frame} option={option} table={table} />
}

/** What is known ends before the forecast does: its name stands at its own last point, not at the chart's end. */
function labelledAtEnd<Label>(values: readonly (number | null)[], label: Label) {
  const last = values.findLastIndex((value) => value !== null)
  return values.map((value, i) => (i === last && value !== null ? { value, label } : value))
}

type Range = readonly [number, number] | null

const rangeText = (range: Range, format: (value: number) => string): string =>
  range === null ? '–' : `${format(range[0])} – ${format(range[1])}`

function tooltipOf(
  point: FanPoint | undefined,
  [actual = '', estimate = '', range80 = '', range95 = '']: readonly string[],
  format: (value: number) => string,
): [string, string][] {
  if (!point) return []
  const rows: [string, string | null][] = [
    [actual, point.actual === null ? null : format(point.actual)],
    [estimate, point.estimate === null ? null : format(point.estimate)],
    [range80, point.range80 && rangeText(point.range80, format)],
    [range95, point.range95 && rangeText(point.range95, format)],
  ]
  return rows.filter((row): row is [string, string] => row[1] !== null)
}

/** A band is two stacked lines without strokes: the lower edge unseen, the width filled. */
function band(name: string, ranges: readonly Range[], color: string, opacity: number) {
  const shared = {
    type: 'line' as const,
    stack: name,
    silent: true,
    showSymbol: false,
    lineStyle: { opacity: 0 },
    tooltip: { show: false },
  }
  return [
    { ...shared, name: `${name}-low`, stackStrategy: 'all' as const, data: ranges.map((range) => range?.[0] ?? null) },
    {
      ...shared,
      name: `${name}-width`,
      stackStrategy: 'all' as const,
      data: ranges.map((range) => (range ? range[1] - range[0] : null)),
      areaStyle: { color, opacity },
    },
  ]
}
