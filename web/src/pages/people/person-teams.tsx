import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import type { Membership, Team } from '../../../../src/domains/people/schema.ts'
import { write } from '../../api.ts'
import { useFormat, useT } from '../../i18n.tsx'
import { DayInput } from '../../kit/day-input.tsx'
import { FormModal } from '../form-modal.tsx'
import { Panel } from '../../kit/page-header.tsx'
import { useSession } from '../../shell/session.tsx'
import classes from '../pages.module.css'
import { useRead } from '../use-read.ts'
import { useMayOperate } from '../may-operate.ts'

/** The teams a person was in and is in, and the move to another from a day on. */
export function PersonTeams({ personId }: { personId: string }) {
  const t = useT()
  const format = useFormat()
  const mayEdit = useMayOperate()
  const [isMoving, setIsMoving] = useState(false)
  const { data } = useRead('memberships.list', {
    filter: [{ field: 'person_id', op: 'eq', value: personId }],
    limit: 200,
  })
  const items: Membership[] = data?.items ?? []
  return (
    <Panel
      title={t('people.teams')}
      actions={
        mayEdit && (
          <Button variant="default" size="compact-sm" onClick={() => setIsMoving(true)}>
            {t('people.change_team')}
          </Button>
        )
      }
    >
      {items.length === 0 && <p className={classes.muted}>{t('people.in_no_team')}</p>}
      <dl className={classes.facts}>
        {items.map((one) => (
          <div key={one.id}>
            <dt>{one.team_name ?? '–'}</dt>
            <dd>
              {t('people.since', {
                from: one.from_on == null ? t('timeline.since_ever') : format.day(one.from_on),
                to: one.to_on == null ? t('people.until_now') : format.day(one.to_on),
              })}
            </dd>
          </div>
        ))}
      </dl>
      {isMoving && (
        <ChangeTeam
          personId={personId}
          open={items.filter(({ to_on }) => to_on == null)}
          onClose={() => setIsMoving(false)}
        />
      )}
    </Panel>
  )
}

type Props = { personId: string; open: readonly Membership[]; onClose: () => void }

function ChangeTeam({ personId, open, onClose }: Props) {
  const t = useT()
  const { workspace, today } = useSession()
  const teams: Team[] = useRead('teams.list', { limit: 200 }).data?.items ?? []
  const [leaves, setLeaves] = useState<string | null>(open[0]?.id ?? null)
  const [teamId, setTeamId] = useState<string | null>(null)
  const [day, setDay] = useState<string | null>(today)
  const ending = open.find(({ id }) => id === leaves)
  const save = (): Promise<unknown> =>
    write(workspace.slug, 'people.change_team', {
      id: personId,
      team_id: teamId,
      from_on: day ?? today,
      ends: ending ? [{ id: ending.id, version: ending.version ?? undefined }] : [],
    })
  return (
    <FormModal
      title={t('people.change_team')}
      save={save}
      isWhole={day !== null && (teamId !== null || ending !== undefined)}
      onClose={onClose}
    >
      {open.length > 0 && (
        <Select
          clearable
          label={t('people.leaves')}
          placeholder={t('people.no_team')}
          data={open.map(({ id, team_name }) => ({ value: id, label: team_name ?? '–' }))}
          value={leaves}
          onChange={setLeaves}
        />
      )}
      <Select
        clearable
        searchable
        label={t('people.joins')}
        placeholder={t('people.no_team')}
        nothingFoundMessage={t('filter.nothing')}
        data={teams.map(({ id, name }) => ({ value: id, label: name }))}
        value={teamId}
        onChange={setTeamId}
      />
      <div>
        <span aria-hidden className={classes.label}>
          {t('people.from_day')}
        </span>
        <DayInput label={t('people.from_day')} value={day} onChange={setDay} />
        <p className={classes.small}>{t('people.from_day_note')}</p>
      </div>
    </FormModal>
  )
}
