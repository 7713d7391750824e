import type { ChartColors } from './chart-theme.ts'
import type { ChartOption } from './echarts.ts'

/** What all our charts share: hairlines, no frame, small grey labels, a tooltip that reads like a row. */
export const frameOption = (colors: ChartColors): ChartOption => ({
  textStyle: { fontFamily: 'Inter, sans-serif', color: colors.text, fontSize: 12 },
  grid: { left: 4, right: 12, top: 20, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
  tooltip: {
    trigger: 'axis',
    confine: true,
    backgroundColor: colors.surface,
    borderColor: colors.line,
    borderWidth: 1,
    padding: [8, 10],
    textStyle: { color: colors.text, fontSize: 12, fontFamily: 'Inter, sans-serif' },
    extraCssText: 'box-shadow: 0 4px 16px rgb(0 0 0 / 12%)',
  },
})

export const categoryAxis = (colors: ChartColors, data: readonly string[]) => ({
  type: 'category' as const,
  data: [...data],
  axisTick: { show: false },
  axisLine: { lineStyle: { color: colors.line } },
  axisLabel: { color: colors.muted, fontSize: 11, margin: 12, hideOverlap: true },
})

export const valueAxis = (colors: ChartColors, formatAxis: (value: number) => string) => ({
  type: 'value' as const,
  splitNumber: 4,
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: colors.line } },
  axisLabel: { color: colors.muted, fontSize: 11, formatter: formatAxis },
})

/** A line across at the target, named on the line. */
export const targetLine = (colors: ChartColors, target: Target, formatAxis: (value: number) => string) => ({
  silent: true,
  symbol: 'none',
  lineStyle: { color: colors.text, type: 'dashed' as const, width: 1 },
  label: {
    position: 'insideStartTop' as const,
    color: colors.text,
    fontSize: 11,
    backgroundColor: colors.surface,
    padding: [1, 4],
    formatter: `${target.label} ${formatAxis(target.value)}`,
  },
  data: [{ yAxis: target.value }],
})

export type Target = { label: string; value: number }

/** Names from data go into the tooltip as text, never as markup. */
export const asText = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** One tooltip: a heading and its rows. */
export const tooltipRows = (heading: string, rows: readonly (readonly [string, string])[]): string =>
  [
    `<b>${asText(heading)}</b>`,
    ...rows.map(([name, value]) => `${asText(name)}: <span data-numeric>${asText(value)}</span>`),
  ].join('<br>')

/** Room at the right end for the names of lines. */
export const endRoom = 84
