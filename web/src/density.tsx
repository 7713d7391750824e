import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { readSetting, writeSetting } from './settings.ts'

export type Density = 'comfortable' | 'compact'
type Densities = { density: Density; setDensity: (density: Density) => void }
const DensityContext = createContext<Densities | null>(null)

/** How close rows and controls stand; tokens.css turns the attribute into sizes. */
export function DensityProvider({ children }: { children: ReactNode }) {
  const [density, setState] = useState<Density>(() =>
    readSetting('density') === 'compact' ? 'compact' : 'comfortable',
  )
  useEffect(() => document.documentElement.setAttribute('data-density', density), [density])
  const setDensity = useCallback((next: Density) => {
    writeSetting('density', next)
    setState(next)
  }, [])
  const value = useMemo(() => ({ density, setDensity }), [density, setDensity])
  return <DensityContext value={value}>{children}</DensityContext>
}

export function useDensity(): Densities {
  const value = useContext(DensityContext)
  if (value === null) throw new Error('useDensity outside DensityProvider')
  return value
}

export const useIsCompact = (): boolean => useDensity().density === 'compact'
