import { ActionIcon, Menu } from '@mantine/core'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { IconDotsVertical } from '@tabler/icons-react'
import { createContext, use, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useT } from '../i18n.tsx'
import classes from './board.module.css'

export type BoardPlace = { id: string; label: string }
type Move = (cardId: string, from: string, to: string) => void
type BoardState = { places: readonly BoardPlace[]; onMove: Move | null }

const Board = createContext<BoardState>({ places: [], onMove: null })

type FrameProps = {
  label: string
  /** Where a card may go: the columns, in their order. */
  places: readonly BoardPlace[]
  /** Null: cards are looked at, not moved. */
  onMove: Move | null
  children: ReactNode
}

/** Columns of cards. A card goes by mouse, by touch (held first), or by its menu; arrows walk among cards. */
export function BoardFrame({ label, places, onMove, children }: FrameProps) {
  return (
    <Board value={{ places, onMove }}>
      <div className={classes.board} role="group" aria-label={label} onKeyDown={walk}>
        {children}
      </div>
    </Board>
  )
}

type ColumnProps = {
  id: string
  title: string
  /** How many cards there are in all, and what they come to. */
  note: ReactNode
  isLoading: boolean
  /** Asked when the end of what is loaded comes into view. */
  onEnd: () => void
  children: ReactNode
}

/** How near to its end a column asks for more, in pixels. */
const lookAhead = 600

export function BoardColumn({ id, title, note, isLoading, onEnd, children }: ColumnProps) {
  const { onMove } = use(Board)
  const element = useRef<HTMLElement>(null)
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    if (!element.current || !onMove) return
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => typeof source.data['cardId'] === 'string' && source.data['column'] !== id,
      onDragEnter: () => setIsOver(true),
      onDragLeave: () => setIsOver(false),
      onDrop: ({ source }) => {
        setIsOver(false)
        onMove(String(source.data['cardId']), String(source.data['column']), id)
      },
    })
  }, [id, onMove])
  return (
    <section
      ref={element}
      className={classes.column}
      aria-label={title}
      aria-busy={isLoading}
      data-over={isOver || undefined}
    >
      <header className={classes.head}>
        <h2>{title}</h2>
        <span data-numeric>{note}</span>
      </header>
      <ul
        className={classes.cards}
        tabIndex={-1}
        onScroll={({ currentTarget: list }) => {
          if (list.scrollTop + list.clientHeight > list.scrollHeight - lookAhead) onEnd()
        }}
      >
        {children}
      </ul>
    </section>
  )
}

type CardProps = { id: string; column: string; label: string; onOpen: () => void; children: ReactNode }

export function BoardCard({ id, column, label, onOpen, children }: CardProps) {
  const t = useT()
  const { places, onMove } = use(Board)
  const element = useRef<HTMLLIElement>(null)
  const [isDragged, setIsDragged] = useState(false)
  const [isMenuOpen, setIsMenuOpen] = useState(false)
  const isMovable = onMove !== null
  useEffect(() => {
    if (!element.current || !isMovable) return
    return draggable({
      element: element.current,
      getInitialData: () => ({ cardId: id, column }),
      onDragStart: () => setIsDragged(true),
      onDrop: () => setIsDragged(false),
    })
  }, [id, column, isMovable])
  return (
    <li
      ref={element}
      className={classes.card}
      data-dragged={isDragged || undefined}
      data-movable={isMovable || undefined}
    >
      <button type="button" className={classes.face} data-card aria-label={label} onClick={onOpen}>
        {children}
      </button>
      {onMove && (
        <Menu position="bottom-end" opened={isMenuOpen} onChange={setIsMenuOpen}>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              className={classes.menu ?? ''}
              aria-label={t('board.move', { name: label })}
            >
              <IconDotsVertical size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('board.move_to')}</Menu.Label>
            {places
              .filter((place) => place.id !== column)
              .map((place) => (
                <Menu.Item key={place.id} onClick={() => onMove(id, column, place.id)}>
                  {place.label}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  )
}

const steps: Record<string, [columns: number, cards: number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
}

/** Arrows lead from card to card, over columns without one; M opens the menu of the card. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const face = event.target as HTMLElement
  if (!('card' in face.dataset)) return
  if (event.key.toLowerCase() === 'm' && !event.ctrlKey && !event.metaKey) {
    face.parentElement?.querySelector<HTMLElement>('[aria-haspopup]')?.click()
    event.preventDefault()
  }
  const step = steps[event.key]
  if (!step) return
  event.preventDefault()
  const columns = [...event.currentTarget.querySelectorAll('section')]
    .map((column) => [...column.querySelectorAll<HTMLElement>('[data-card]')])
    .filter((cards) => cards.length > 0)
  const column = columns.findIndex((cards) => cards.includes(face))
  const place = columns[column]?.indexOf(face) ?? 0
  const next = columns[column + step[0]] ?? []
  next[Math.min(place + step[1], next.length - 1)]?.focus()
}
