import type { ReactNode } from 'react'

export type Selection = {
  ids: ReadonlySet<string>
  onChange: (ids: ReadonlySet<string>) => void
  /** Buttons for what can be done with the rows selected. */
  actions?: ReactNode
}
