import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Deal } from '../../../../src/domains/deals/schema.ts'
import { write } from '../../api.ts'
import { useT } from '../../i18n.tsx'
import { useSession } from '../../shell/session.tsx'
import type { Stage } from '../stages/pipeline-draft.ts'
import { UndoMessage } from '../undo-message.tsx'
import { useShowProblem } from '../use-show-problem.ts'
import { useLoadedDeal } from './use-loaded-deal.ts'

type Why = { loss_reason: string }
type Underway = { deal: Deal; to: string }

export type Moves = {
  move: (dealId: string, from: string, to: string) => void
  /** What a column holds once the moves underway have taken place. */
  shown: (stageId: string, loaded: readonly Deal[]) => readonly Deal[]
  /** The deal of which the reader is asked why it was lost. */
  asksWhy: Deal | null
  sayWhy: (why: Why | null) => void
}

/** Deals put into another stage: shown there at once, saved against the version that was seen, to be taken back. */
export function useMoves(stages: readonly Stage[]): Moves {
  const t = useT()
  const showProblem = useShowProblem()
  const client = useQueryClient()
  const { workspace } = useSession()
  const [underway, setUnderway] = useState<ReadonlyMap<string, Underway>>(new Map())
  const [asked, setAsked] = useState<Underway | null>(null)
  const nameOf = (id: string): string => stages.find((stage) => stage.id === id)?.name ?? ''

  const find = useLoadedDeal()

  const put = async (deal: Deal, to: string, also: Partial<Why>): Promise<Deal | null> => {
    setUnderway((was) => new Map(was).set(deal.id, { deal, to }))
    try {
      const input = { id: deal.id, version: deal.version ?? undefined, stage_id: to, ...also }
      const after = await write(workspace.slug, 'deals.update', input)
      await client.invalidateQueries({ queryKey: [workspace.slug] })
      return after
    } catch (thrown) {
      showProblem(thrown)
      await client.invalidateQueries({ queryKey: [workspace.slug, 'deals.list'] })
      return null
    } finally {
      setUnderway((was) => new Map([...was].filter(([id]) => id !== deal.id)))
    }
  }
  const carryOut = async ({ deal, to }: Underway, why: Partial<Why>): Promise<void> => {
    const after = await put(deal, to, why)
    if (after === null) return
    const id = `moved-${deal.id}-${after.version ?? 0}`
    const takeBack = (): void => {
      notifications.hide(id)
      void put(after, deal.stage_id, { loss_reason: deal.loss_reason ?? null } as Partial<Why>)
    }
    notifications.show({
      id,
      message: <UndoMessage onUndo={takeBack}>{t('deals.moved', { name: deal.name, stage: nameOf(to) })}</UndoMessage>,
      autoClose: 10_000,
    })
  }
  return {
    move: (dealId, _from, to) => {
      const deal = find(dealId)
      if (!deal || underway.has(dealId)) return
      const isLost = stages.find(({ id }) => id === to)?.kind === 'lost'
      if (isLost) setAsked({ deal, to })
      else void carryOut({ deal, to }, {})
    },
    shown: (stageId, loaded) => {
      const going = [...underway.values()]
      const coming = going.filter(({ deal, to }) => to === stageId && !loaded.some(({ id }) => id === deal.id))
      const stay = loaded.filter(({ id }) => (underway.get(id)?.to ?? stageId) === stageId)
      return [...coming.map(({ deal }) => deal), ...stay]
    },
    asksWhy: asked?.deal ?? null,
    sayWhy: (why) => {
      setAsked(null)
      if (asked && why) void carryOut(asked, why.loss_reason === '' ? {} : why)
    },
  }
}
