import { useLayoutEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { useT } from '../../i18n.tsx'
import { readBlock } from './target-cells.ts'
import classes from './targets.module.css'

type CellProps = {
  id: string
  label: string
  /** As it stands there, and as it is typed. */
  shown: string
  typed: string
  /** @returns false: what was typed could not be kept, and stays to be mended */
  onCommit: (text: string) => Promise<boolean>
  /** @returns whether there is a cell to move to */
  onMove: (by: 1 | -1) => boolean
  onPaste: (block: string[][]) => void
}

/** One target to type in: committed when it is left, given back by Escape. */
export function CellInput({ id, label, shown, typed, onCommit, onMove, onPaste }: CellProps) {
  const t = useT()
  // `from`: what stood there when the cell was entered; somebody else's change since is met by the version, not overwritten.
  const [draft, setDraft] = useState<{ text: string; from: string } | null>(null)
  const [isRefused, setRefused] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  // Before the next key can come: what is typed on entering, or after Escape, replaces all that stands there.
  const [selections, setSelections] = useState(0)
  useLayoutEffect(() => {
    if (selections > 0) input.current?.select()
  }, [selections])
  const selectAll = (): void => setSelections((count) => count + 1)
  const leave = (): void => {
    setDraft(null)
    setRefused(false)
  }
  const commit = async (): Promise<void> => {
    if (draft === null) return
    if (draft.text === draft.from || (await onCommit(draft.text))) leave()
    else setRefused(true)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') {
      leave()
      selectAll()
    }
    const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key] as 1 | -1 | undefined
    if (by === undefined) return
    event.preventDefault()
    // Going to another cell keeps what was typed in this one (blur); below the last row there is none to go to.
    if (!onMove(by)) void commit()
  }
  const onPasted = (event: ClipboardEvent<HTMLInputElement>): void => {
    const block = readBlock(event.clipboardData.getData('text/plain'))
    if (block.length === 1 && block[0]?.length === 1) return
    event.preventDefault()
    leave()
    onPaste(block)
  }
  return (
    <input
      ref={input}
      className={classes.input ?? ''}
      data-cell={id}
      aria-label={label}
      aria-invalid={isRefused || undefined}
      title={isRefused ? t('targets.cell_refused') : undefined}
      inputMode="decimal"
      autoComplete="off"
      placeholder="–"
      value={draft?.text ?? shown}
      onFocus={() => {
        if (draft === null) setDraft({ text: typed, from: typed })
        selectAll()
      }}
      onChange={(event) => setDraft({ text: event.currentTarget.value, from: draft?.from ?? typed })}
      onBlur={() => void commit()}
      onKeyDown={onKeyDown}
      onPaste={onPasted}
    />
  )
}
