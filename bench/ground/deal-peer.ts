import type pg from 'pg'

/**
 * The deals once more in one plain table, with the indexes a careful hand would give these requests, and a log that takes a row for
 * each write. No rights, no history, no names of what a deal refers to.
 */
export async function createDealPeer(owner: pg.Client): Promise<void> {
  await owner.query(`
    drop table if exists public.bench_deal, public.bench_log;
    create table public.bench_deal as select * from kurs.deal;
    alter table public.bench_deal add primary key (id);
    create index on public.bench_deal (status, close_on, id);
    create index on public.bench_deal (stage_id, close_on, id);
    create index on public.bench_deal (owner_id, amount_minor desc nulls last, id desc);
    create index on public.bench_deal (amount_minor desc nulls last, id desc);
    create table public.bench_log (id bigint generated always as identity primary key, deal_id uuid, after jsonb, at timestamptz default now())`)
  await owner.query('vacuum analyze public.bench_deal')
}
