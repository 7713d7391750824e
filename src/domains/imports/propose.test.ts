import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scanColumns } from '../../platform/files/scan.ts'
import { sniffFile, sniffSample } from '../../platform/files/sniff.ts'
import { importTargets } from '../../base/import-targets.ts'
import { proposeColumns, proposeMapping, type KnownNames, type Proposal } from './propose.ts'
import { targetRules } from './target-names.ts'

function propose(text: string, known: KnownNames = {}, fileName = ''): Proposal {
  return proposeMapping(sniffSample({ compression: 'none', bytes: Buffer.from(text), isWhole: true }), known, fileName)
}
const targets = (proposal: Pick<Proposal, 'columns'>): (string | null)[] => proposal.columns.map(({ target }) => target)

/** The quirks of a real export, in small: two-digit years, open deals without amount, derived quarters. */
const pipeline = `opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value,engage_quarter,close_quarter
1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,20-10-16,01-03-17,1054,Q4 2016,Q1 2017
Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Won,25-10-16,11-03-17,4514,Q4 2016,Q1 2017
EC4QE1BX,Darcel Schlecht,MG Special,Cancity,Lost,25-10-16,27-03-17,0,Q4 2016,Q1 2017
MV1LWRNH,Moses Frase,GTX Basic,,Engaging,25-10-16,,,Q4 2016,
PE84CX4O,Zane Levy,GTX Basic,,Prospecting,,,,,
`

describe('proposeMapping', () => {
  it('an export of deals goes in as it is; derived quarters stay out', () => {
    const proposal = propose(pipeline)
    expect(proposal.kind).toBe('deals')
    expect(targets(proposal)).toEqual([
      'external_id',
      'owner',
      'product',
      'account',
      'stage',
      'created_on',
      'close_on',
      'amount',
      null,
      null,
    ])
    expect(proposal.columns[6]?.format).toEqual({ type: 'date', date_order: 'dmy', decimal_mark: null })
  })

  it('accounts, products and people by their columns alone', () => {
    const accounts = propose(
      'account,sector,year_established,revenue,employees,office_location,subsidiary_of\nAcme,technolgy,1996,1100.04,2822,Kenya,\nBeta,medical,1986,647.18,1185,Kenya,Acme\n',
    )
    expect([accounts.kind, ...targets(accounts)]).toEqual([
      'accounts',
      'name',
      'attributes.sector',
      'attributes.year_established',
      'attributes.revenue',
      'attributes.employees',
      'attributes.office_location',
      'parent',
    ])
    const products = propose('product,series,sales_price\nGTX Basic,GTX,550\nMG Special,MG,55\n')
    expect([products.kind, ...targets(products)]).toEqual(['products', 'name', 'family', 'list_price'])
    const people = propose(
      'sales_agent,manager,regional_office\nAnna Snelling,Dustin Brinkmann,Central\nZane Levy,Dustin Brinkmann,Central\n',
    )
    expect([people.kind, ...targets(people)]).toEqual(['people', 'name', 'manager', 'office'])
  })

  it('a stage event log: the stages are the events that every deal begins with', () => {
    const log = ['case,activity,lifecycle,timestamp,resource,amount_req,reg_date']
    const events = ['A_SUBMITTED', 'A_ACCEPTED', 'W_Call', 'O_SENT', 'W_Check', 'O_BACK', 'A_APPROVED']
    for (const deal of [1, 2, 3]) {
      for (const [i, event] of events.entries())
        log.push(
          `${deal},${event},COMPLETE,2011-10-0${i + 1}T00:38:44.546+02:00,112,20000,2011-10-01T00:38:44.546+02:00`,
        )
    }
    const proposal = propose(`${log.join('\n')}\n`)
    expect([proposal.kind, ...targets(proposal)]).toEqual([
      'deal_history_stages',
      'external_id',
      'stage_event',
      'lifecycle',
      'at',
      'who',
      'amount',
      'created_at',
    ])
    expect(proposal.options.stage_prefix).toBe('A_')
    expect(proposal.evidence[0]).toEqual({
      code: 'stage_prefix_begins_deals',
      params: { prefix: 'A_', prefixes: ['A_', 'W_', 'O_'], deal_count: 3 },
    })
  })

  it('daily rates; what they are counted in stands in the column name', () => {
    const proposal = propose('date,cc,rate_uah\n1996-09-02,GBP,2.7418\n1996-09-02,USD,1.761\n')
    expect([proposal.kind, ...targets(proposal), proposal.options.quote]).toEqual([
      'currency_rates',
      'date',
      'currency',
      'rate',
      'UAH',
    ])
  })

  const headers: [string, string, string, (string | null)[]][] = [
    [
      'Salesforce report',
      'Opportunity Owner,Account Name,Opportunity Name,Stage,Amount,Close Date,Created Date,Next Step,Lead Source,Fiscal Period',
      'Ann Lee,Acme,Big deal,Negotiation/Review,1500,2017-03-25,2017-01-02,Call,Web,Q1-2017',
      ['owner', 'account', 'name', 'stage', 'amount', 'close_on', 'created_on', 'next_step', 'source', null],
    ],
    [
      'Salesforce API',
      'Id,Name,AccountId,OwnerId,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate,LeadSource,ForecastCategoryName',
      '006A1,Big deal,001A1,005A1,Closed Won,1500,USD,2017-03-25,2017-01-02T10:00:00Z,Web,Closed',
      [
        'external_id',
        'name',
        'account',
        'owner',
        'stage',
        'amount',
        'currency',
        'close_on',
        'created_on',
        'source',
        'forecast_category',
      ],
    ],
    [
      'HubSpot API',
      'hs_object_id,dealname,pipeline,dealstage,amount,deal_currency_code,closedate,createdate,hubspot_owner_id,hs_next_step,closed_lost_reason',
      '91,Big deal,default,closedwon,1500,USD,2017-03-25T10:00:00Z,2017-01-02T10:00:00Z,77,Call,Price',
      [
        'external_id',
        'name',
        'pipeline',
        'stage',
        'amount',
        'currency',
        'close_on',
        'created_on',
        'owner',
        'next_step',
        'loss_reason',
      ],
    ],
    [
      'HubSpot export',
      'Record ID,Deal Name,Deal Stage,Pipeline,Deal owner,Amount,Close Date,Create Date,Associated Company',
      '91,Big deal,Closed Won,Sales,Ann Lee,1500,2017-03-25 10:00,2017-01-02 10:00,Acme',
      ['external_id', 'name', 'stage', 'pipeline', 'owner', 'amount', 'close_on', 'created_on', 'account'],
    ],
    [
      'Pipedrive export',
      'Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Organization,Deal - Contact person,Deal - Stage,Deal - Pipeline,Deal - Owner,Deal - Status,Deal - Expected close date,Deal - Deal created,Deal - Won time,Deal - Lost reason',
      '91,Big deal,1500,USD,Acme,Bo,Proposal Made,Sales,Ann Lee,Won,2017-03-25,2017-01-02 10:00,2017-03-20 10:00,Price',
      [
        'external_id',
        'name',
        'amount',
        'currency',
        'account',
        'contact',
        'stage',
        'pipeline',
        'owner',
        'status',
        'close_on',
        'created_on',
        'closed_at',
        'loss_reason',
      ],
    ],
    [
      'Pipedrive API',
      'id,title,value,currency,org_id,person_id,stage_id,pipeline_id,owner_id,status,expected_close_date,add_time,won_time,lost_reason',
      '91,Big deal,1500,USD,5,6,3,1,7,won,2017-03-25,2017-01-02 10:00:00,2017-03-20 10:00:00,Price',
      [
        'external_id',
        'name',
        'amount',
        'currency',
        'account',
        'contact',
        'stage',
        'pipeline',
        'owner',
        'status',
        'close_on',
        'created_on',
        'closed_at',
        'loss_reason',
      ],
    ],
    [
      'Bitrix24',
      'ID,TITLE,STAGE_ID,CATEGORY_ID,OPPORTUNITY,CURRENCY_ID,CLOSEDATE,ASSIGNED_BY_ID,COMPANY_ID,DATE_CREATE',
      '91,Big deal,C5:NEW,5,1500.00,UAH,2017-03-25,7,12,2017-01-02',
      ['external_id', 'name', 'stage', 'pipeline', 'amount', 'currency', 'close_on', 'owner', 'account', 'created_on'],
    ],
    [
      'Zoho',
      'Deal_Name,Stage,Amount,Closing_Date,Owner,Pipeline',
      'Big deal,Proposal,1500,2017-03-25,Ann Lee,Sales',
      ['name', 'stage', 'amount', 'close_on', 'owner', 'pipeline'],
    ],
    [
      'KeyCRM',
      'id,title,status_id,pipeline_id,source_id,manager_id,created_at,price',
      '91,Big deal,5,1,3,7,2017-01-02T10:00:00Z,1500.5',
      ['external_id', 'name', 'stage', 'pipeline', 'source', 'owner', 'created_on', 'amount'],
    ],
    [
      'Ukrainian',
      'Номер угоди;Назва угоди;Клієнт;Відповідальний;Етап;Сума;Валюта;Дата створення;Дата закриття;Причина відмови;Наступний крок',
      'У-1;Велика;Світанок;Ян;Переговори;1 500,50;UAH;02.01.2017;25.03.2017;Ціна;Дзвінок',
      [
        'external_id',
        'name',
        'account',
        'owner',
        'stage',
        'amount',
        'currency',
        'created_on',
        'close_on',
        'loss_reason',
        'next_step',
      ],
    ],
  ]
  it.each(headers)('deals as %s calls them', (_, head, row, expected) => {
    const proposal = propose(`${head}\n${row}\n`)
    expect([proposal.kind, ...targets(proposal)]).toEqual(['deals', ...expected])
  })

  const others: [string, string, string, Proposal['kind'], (string | null)[]][] = [
    [
      'Salesforce field history',
      'OpportunityId,Field,OldValue,NewValue,CreatedDate,CreatedById',
      '006A1,StageName,Prospecting,Closed Won,2017-01-02T10:00:00Z,005A1',
      'deal_history_fields',
      ['external_id', 'field', 'old_value', 'new_value', 'at', 'who'],
    ],
    [
      'Salesforce stage history',
      'OpportunityId,StageName,Amount,CloseDate,CreatedDate,CreatedById',
      '006A1,Prospecting,1500,2017-03-25,2017-01-02T10:00:00Z,005A1\n006A1,Closed Won,1500,2017-03-25,2017-02-02T10:00:00Z,005A1',
      'deal_history_stages',
      ['external_id', 'stage_event', 'amount', 'close_on', 'at', 'who'],
    ],
    [
      'Ukrainian field history',
      'Угода;Поле;Було;Стало;Коли;Хто',
      'У-1;Етап;Нова;Переговори;02.01.2017 10:00;Ян',
      'deal_history_fields',
      ['external_id', 'field', 'old_value', 'new_value', 'at', 'who'],
    ],
    [
      'contacts',
      'First Name,Last Name,Email,Phone Number,Company,Job Title',
      'Ann,Lee,ann@acme.com,+380501234567,Acme,CEO',
      'contacts',
      ['first_name', 'last_name', 'email', 'phone', 'account', 'title'],
    ],
    [
      'activities',
      'Subject,Type,Due date,Done,Deal,Assigned to,Note',
      'Call Bo,call,2017-03-25,yes,Big deal,Ann Lee,Short',
      'activities',
      ['subject', 'kind', 'due_on', 'is_done', 'deal', 'owner', 'body'],
    ],
    [
      'Ukrainian people',
      'ПІБ;Ел. пошта;Керівник;Відділ',
      'Ян Лук;yan@a.ua;Ія Кос;Північ',
      'people',
      ['name', 'email', 'manager', 'team'],
    ],
    [
      'Ukrainian rates',
      'Дата;Код валюти;Курс',
      '02.01.2017;USD;27,1909\n25.01.2017;EUR;28,4226',
      'currency_rates',
      ['date', 'currency', 'rate'],
    ],
  ]
  it.each(others)('%s', (_, head, row, kind, expected) => {
    const proposal = propose(`${head}\n${row}\n`)
    expect([proposal.kind, ...targets(proposal)]).toEqual([kind, ...expected])
  })

  it('a file that knows only open, won and lost has these for stages', () => {
    expect(targets(propose('deal id,status,amount\n1,Won,5\n2,Lost,6\n'))).toEqual(['external_id', 'stage', 'amount'])
  })

  it('columns without a telling name are known by their values', () => {
    const known = {
      accounts: ['Cancity', 'Isdom'],
      people: ['Moses Frase', 'Darcel Schlecht'],
      products: ['GTX Pro', 'MG Special'],
    }
    const proposal = propose(
      'a1,b1,c1,d1,sum\nCancity,Moses Frase,GTXPro,Won,5\nIsdom,Darcel Schlecht,MG Special,Lost,6\n',
      known,
    )
    expect([proposal.kind, ...targets(proposal)]).toEqual(['deals', 'account', 'owner', 'product', 'stage', 'amount'])
    expect(proposal.columns[2]?.evidence).toEqual([
      { code: 'values_are_known', params: { known: 'products', matched_count: 2, distinct_count: 2 } },
    ])
  })

  it('an amount column of words is proposed with little confidence and says why', () => {
    const column = propose('deal id,stage,amount\n1,Won,many\n2,Lost,few\n').columns[2]
    expect([column?.target, column?.evidence.at(-1)]).toEqual([
      'amount',
      { code: 'type_differs', params: { expected: 'number', found: 'text' } },
    ])
    expect(column?.confidence).toBeLessThan(0.5)
  })

  it('a file of something else has no confidence; the reader may still name its kind', () => {
    expect(propose('age,job,y\n56,maid,no\n57,cook,yes\n').kind_confidence).toBe(0)
    const shape = sniffSample({ compression: 'none', bytes: Buffer.from('name,x\nA,1\nB,2\n'), isWhole: true })
    expect(targets(proposeColumns('accounts', shape, {}))).toEqual(['name', 'attributes.x'])
  })

  it('proposes no target that the list of targets does not have', () => {
    for (const [kind, rules] of Object.entries(targetRules)) {
      expect(importTargets[kind as keyof typeof importTargets]).toEqual(
        expect.arrayContaining(rules.map(({ target }) => target)),
      )
    }
  })
})

const data = resolve(process.env.KURS_DATA ?? join(import.meta.dirname, '../../../../shared/data'))
const hasData = existsSync(join(data, 'crm/sales_pipeline.csv'))
if (!hasData) console.warn(`SKIPPED: the tests on real files; none found in ${data} (set KURS_DATA)`)

describe.skipIf(!hasData)('the real files need no manual edit', () => {
  const pipelineTargets = ['external_id', 'owner', 'product', 'account', 'stage', 'created_on', 'close_on', 'amount']
  it.each([
    ['crm/sales_pipeline.csv', 'deals', [...pipelineTargets, null, null], 8800],
    ['crm/sales_pipeline_iso.csv', 'deals', pipelineTargets, 8800],
    [
      'crm/accounts.csv',
      'accounts',
      [
        'name',
        'attributes.sector',
        'attributes.year_established',
        'attributes.revenue',
        'attributes.employees',
        'attributes.office_location',
        'parent',
      ],
      85,
    ],
    ['crm/products.csv', 'products', ['name', 'family', 'list_price'], 7],
    ['crm/sales_teams.csv', 'people', ['name', 'manager', 'office'], 35],
    [
      'bpic2012.csv.gz',
      'deal_history_stages',
      ['external_id', 'stage_event', 'lifecycle', 'at', 'who', 'amount', 'created_at'],
      262_200,
    ],
    ['nbu_fx_daily.csv.gz', 'currency_rates', ['date', 'currency', 'rate'], 36_509],
  ])(
    '%s is %s',
    async (name, kind, expected, rowCount) => {
      const path = join(data, name)
      const shape = await sniffFile(path)
      const proposal = proposeMapping(shape, {}, '')
      expect([proposal.kind, ...targets(proposal)]).toEqual([kind, ...expected])
      expect(proposal.kind_confidence).toBeGreaterThan(0.6)
      expect(shape.columns.some(({ is_ambiguous }) => is_ambiguous)).toBe(false)
      expect(await scanColumns(path, shape)).toMatchObject({ row_count: rowCount, bad_row_count: 0, bad_cell_count: 0 })
    },
    30_000,
  )

  it('sales_pipeline.csv: dates dd-mm-yy with proof, 2,089 open deals without amount, 500 without a created date', async () => {
    const shape = await sniffFile(join(data, 'crm/sales_pipeline.csv'))
    const [created, closed, amount] = [5, 6, 7].map((index) => shape.columns[index])
    expect(created?.format.date_order).toBe('dmy')
    expect(created?.evidence[0]?.code).toBe('date_order_proven')
    expect([created?.empty_count, closed?.empty_count, amount?.empty_count]).toEqual([500, 2089, 2089])
  })

  it('bpic2012: stages are the A_ events', async () => {
    const shape = await sniffFile(join(data, 'bpic2012.csv.gz'))
    expect(proposeMapping(shape, {}, '').options.stage_prefix).toBe('A_')
  })
})

describe('a scan of the whole file', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kurs-scan-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('names the bad cells by row and column, and settles what the sample left open', async () => {
    const path = join(folder, 'late.csv')
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i},0${1 + (i % 9)}.0${1 + (i % 8)}.2017,${i % 100}\n`)
    writeFileSync(path, `deal id,close date,amount\n${rows.join('')}60000,25.03.2017,12.5\n60001,31.06.2017,x\n`)
    const shape = await sniffFile(path)
    expect([shape.is_whole_file, shape.columns[1]?.is_ambiguous, shape.columns[2]?.format.type]).toEqual([
      false,
      true,
      'integer',
    ])
    const scan = await scanColumns(path, shape)
    expect(scan.columns[1]).toMatchObject({ is_ambiguous: false, format: { date_order: 'dmy' } })
    expect(scan.columns[2]?.format).toEqual({ type: 'decimal', date_order: null, decimal_mark: '.' })
    expect(scan.columns[0]?.is_unique).toBe(true)
    expect(scan.bad_cells.map(({ row, column, value, code }) => [row, column, value, code])).toEqual([
      [60_003, 2, '31.06.2017', 'not_date'],
      [60_003, 3, 'x', 'not_integer'],
    ])
  })
})
