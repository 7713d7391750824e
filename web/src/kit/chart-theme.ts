import { useComputedColorScheme } from '@mantine/core'
import { useMemo } from 'react'

/** Colours of a chart, read from tokens.css: one accent, greys beside it. */
export type ChartColors = {
  accent: string
  accentSoft: string
  grey: string
  text: string
  muted: string
  line: string
  surface: string
  good: string
  bad: string
}

export function useChartColors(): ChartColors {
  const scheme = useComputedColorScheme('light')
  return useMemo(() => readColors(scheme), [scheme])
}

/** Read from the page, which wears the scheme already; the argument says which reading this is. */
function readColors(_scheme: 'light' | 'dark'): ChartColors {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string): string => style.getPropertyValue(`--k-${name}`).trim()
  return {
    accent: token('accent-text'),
    accentSoft: token('accent-soft'),
    grey: token('grey-series'),
    text: token('text'),
    muted: token('muted'),
    line: token('line'),
    surface: token('surface'),
    good: token('good'),
    bad: token('bad'),
  }
}

/** Accent for the series the finding is about, greys of falling weight for the rest. */
export function seriesColor(colors: ChartColors, index: number): string {
  return [colors.accent, colors.grey, colors.muted, colors.line][index] ?? colors.grey
}
