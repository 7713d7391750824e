import type pg from 'pg'

type Answered = { total: { numerator: number; count: number }; rows: { numerator: number }[] }

/** A question to Kurs and the same to the peer's tables. Each run asks of another day, so that nothing can be remembered. */
type HistoryQuestion = {
  what: string
  ours: (run: number) => object
  /** Gives rows whose `value` add up to the number that `sumOf` takes from our answer. */
  peer: (run: number) => string
  sumOf: (answer: Answered) => number
}

const zone = 'Europe/Kyiv'
const dayIn = (month: number, run: number): string => `2025-0${month}-${String(1 + (run % 28)).padStart(2, '0')}`
/** The first instant after a day in the workspace's zone: what is so at the day's end. */
const endOf = (day: string): string =>
  `((date '${day}' + 1)::timestamp at time zone '${zone}' - interval '1 millisecond')`
const beginOf = (day: string): string => `(timestamp '${day}' at time zone '${zone}')`
const numerators = ({ total }: Answered): number => total.numerator

const openAt = (at: string, side: number): string => `
  select stage_id, owner_id, ${side} as side, sum(amount_minor) as value, count(*) as count from peer.deal_version
  where status = 'open' and valid_from <= ${at} and valid_to > ${at} group by stage_id, owner_id`

/** Twelve months that end some days before the run's day. */
const year = (run: number) => ({ from: `2024-0${1 + (run % 9)}-01`, to: `2025-0${1 + (run % 9)}-01` })
const quarter = (run: number) => ({ from: `2025-0${1 + (run % 4)}-01`, to: `2025-0${4 + (run % 4)}-01` })

export const questions: HistoryQuestion[] = [
  {
    what: 'pipeline as of a day by stage and owner',
    ours: (run) => ({ metric: 'open_pipeline', by: ['stage', 'owner'], as_of: dayIn(6, run) }),
    peer: (run) => openAt(endOf(dayIn(6, run)), 0),
    sumOf: numerators,
  },
  {
    what: 'the same beside a year before',
    ours: (run) => ({
      metric: 'open_pipeline',
      by: ['stage', 'owner'],
      as_of: dayIn(6, run),
      compare: 'same_period_last_year',
    }),
    peer: (run) => `select *, case side when 0 then total else 0 end as value from (
      select stage_id, owner_id, side, value as total, count from (${openAt(endOf(dayIn(6, run)), 0)}) a
      union all select stage_id, owner_id, side, value, count from (${openAt(endOf(dayIn(6, run).replace('2025', '2024')), 1)}) b) c`,
    sumOf: numerators,
  },
  {
    what: 'stage conversion of a quarter by stage',
    ours: (run) => ({ metric: 'stage_conversion', by: ['stage'], period: quarter(run), horizon_days: 30 }),
    peer: (run) => `
      with entry as (
        select v.id, v.stage_id, s.place, min(v.valid_from) as entered_at
        from peer.deal_version v join peer.stage s on s.id = v.stage_id and s.kind = 'open'
        where v.id in (select id from peer.deal_version where valid_from >= ${beginOf(quarter(run).from)} and valid_from < ${beginOf(quarter(run).to)})
        group by v.id, v.stage_id, s.place)
      select stage_id, count(*) as count, count(*) filter (where exists (
        select from peer.deal_version l join peer.stage t on t.id = l.stage_id and t.kind <> 'lost'
        where l.id = e.id and t.place > e.place and l.valid_from > e.entered_at and l.valid_from <= e.entered_at + interval '30 days')) as value
      from entry e where entered_at >= ${beginOf(quarter(run).from)} and entered_at < ${beginOf(quarter(run).to)} group by stage_id`,
    sumOf: numerators,
  },
  {
    what: 'time in stage of a quarter by stage',
    ours: (run) => ({ metric: 'time_in_stage', by: ['stage'], period: quarter(run) }),
    peer: (run) => `
      with moved as (
        select id, stage_id, valid_from, lag(stage_id) over (partition by id order by valid_from) as before_id
        from peer.deal_version
        where id in (select id from peer.deal_version where valid_from >= ${beginOf(quarter(run).from)} and valid_from < ${beginOf(quarter(run).to)})),
      stay as (
        select id, stage_id, valid_from as entered_at, lead(valid_from) over (partition by id order by valid_from) as left_at
        from moved where before_id is null or before_id <> stage_id)
      select stage_id, count(*) as value, percentile_cont(0.5) within group (order by extract(epoch from left_at - entered_at)) as median
      from stay join peer.stage s on s.id = stage_id and s.kind = 'open'
      where left_at >= ${beginOf(quarter(run).from)} and left_at < ${beginOf(quarter(run).to)} group by stage_id`,
    sumOf: ({ total }) => total.count,
  },
  {
    what: 'won by month and industry of the account, a year',
    ours: (run) => ({
      metric: 'won_value',
      by: ['time', 'account.industry'],
      period: { ...year(run), granularity: 'month' },
    }),
    peer: (run) => `
      select date_trunc('month', d.closed_on) as month, a.industry, sum(d.amount_minor) as value, count(*) as count
      from peer.deal d join peer.account a on a.id = d.account_id
      where d.status = 'won' and d.closed_on >= '${year(run).from}' and d.closed_on < '${year(run).to}' group by 1, 2`,
    sumOf: numerators,
  },
  {
    what: 'created win rate by month of creation, a year',
    ours: (run) => ({ metric: 'created_win_rate', by: ['time'], period: { ...year(run), granularity: 'month' } }),
    peer: (run) => `
      select date_trunc('month', created_on) as month, count(*) filter (where status = 'won') as value, count(*) as count
      from peer.deal where created_on >= '${year(run).from}' and created_on < '${year(run).to}' group by 1`,
    sumOf: numerators,
  },
]

const versionColumns =
  'id, owner_id, account_id, stage_id, status, amount_minor, created_on, closed_on, valid_from, valid_to'
const dealColumns = 'id, owner_id, account_id, stage_id, status, amount_minor, created_on, closed_on'

/** Narrow tables of today's knowledge, an index for each question that holds all it needs, freshly vacuumed. */
export async function createPeer(owner: pg.Client): Promise<void> {
  await owner.query(`
    drop schema if exists peer cascade;
    create schema peer;
    create table peer.stage as select id, kind, case kind when 'won' then 1000000 else position end as place from kurs.stage;
    create table peer.account as select id, attributes ->> 'industry' as industry from kurs.account;
    create table peer.deal as select ${dealColumns} from kurs.deal order by created_on;
    create table peer.deal_version as select ${versionColumns} from kurs.deal_version where set_to is null order by valid_from;
    alter table peer.account add primary key (id);
    alter table peer.deal add primary key (id);
    create index on peer.deal (closed_on) include (status, amount_minor, account_id);
    create index on peer.deal (created_on) include (status);
    create index on peer.deal_version (id, valid_from) include (stage_id);
    create index on peer.deal_version (valid_from) include (id);
    create index on peer.deal_version (valid_to, valid_from) include (stage_id, owner_id, amount_minor) where status = 'open';`)
  for (const table of ['stage', 'account', 'deal', 'deal_version']) await owner.query(`vacuum analyze peer.${table}`)
}

/** What a nightly job would do after writes, for deals between two ids. */
export async function refreshPeer(owner: pg.Client, from: string, to: string): Promise<void> {
  const among = `id between '${from}' and '${to}'`
  await owner.query(`
    begin;
    delete from peer.deal_version where ${among};
    insert into peer.deal_version select ${versionColumns} from kurs.deal_version where set_to is null and ${among};
    delete from peer.deal where ${among};
    insert into peer.deal select ${dealColumns} from kurs.deal where ${among};
    commit`)
}
