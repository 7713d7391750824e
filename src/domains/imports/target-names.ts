import type { ImportKind } from './schema.ts'

/** What values a target takes: `number` whole or decimal, `moment` a day or a time, `moment_at` a time, `day_on` a day. */
export type Expected = 'any' | 'text' | 'number' | 'moment' | 'moment_at' | 'day_on' | 'boolean'
/** Known names whose overlap with a column's values speaks for a target. */
export type KnownSet = 'stages' | 'accounts' | 'products' | 'people'

export type TargetRule = {
  target: string
  expected: Expected
  /** How much finding this target speaks for the kind of file. */
  weight: number
  /** What systems and people call the column: whole names, compared folded. */
  names: readonly string[]
  /** One of these words inside a longer name is a weaker sign, taken only when the type fits too. */
  words?: readonly string[]
  known?: KnownSet
}

const rule = (
  target: string,
  expected: Expected,
  weight: number,
  names: string,
  more: { words?: string; known?: KnownSet } = {},
): TargetRule => {
  const list = (text: string): string[] => text.split('|').map((name) => name.trim())
  const words = more.words ? { words: list(more.words) } : {}
  return { target, expected, weight, names: list(names), ...words, ...(more.known ? { known: more.known } : {}) }
}

const productNames = 'product|product name|products|item|sku|товар|продукт|послуга|товар або послуга|назва товару'
const accountNames =
  'account|account name|company|company name|associated company|associated companies|organization|organisation|organization name|customer|customer name|client|client name|accountid|account id|company id|org_id|deal organization|компанія|компанія-клієнт|клієнт|назва компанії|назва клієнта|контрагент|організація|замовник|покупець'
const ownerNames =
  'owner|deal owner|opportunity owner|owner name|owner id|ownerid|hubspot owner id|hubspot_owner_id|owner_id|user|user name|sales agent|sales rep|salesperson|sales person|seller|rep|agent|account executive|assigned to|assigned by id|assigned user|responsible|responsible person|manager id|відповідальний|відповідальна особа|відповідальний менеджер|менеджер|менеджер з продажу|продавець|торговий представник|виконавець'
const amountNames =
  'amount|amount in home currency|amount_in_home_currency|value|deal value|deal amount|close value|sum|total|total value|opportunity|opportunity amount|price|budget|contract value|сума|сума угоди|сума договору|сума контракту|вартість|вартість угоди|бюджет|очікувана сума'
const currencyNames =
  'currency|currency code|currencyisocode|currency iso code|deal currency code|deal_currency_code|currency of value|currency_id|cc|ccy|iso|валюта|код валюти|валюта угоди'
const dealIdNames =
  'deal id|dealid|opportunity id|opportunityid|record id|hs_object_id|deal|deal number|case|case id|caseid|case concept name|case:concept:name|lead id|owner_id deal|object id|entity id|parent id|угода|id угоди|ід угоди|номер угоди|код угоди'
const firstNames = "first name|firstname|given name|ім'я"
const lastNames = 'last name|lastname|surname|family name|прізвище'
const emailNames = 'email|e-mail|email address|mail|електронна пошта|ел. пошта|пошта|імейл|адреса електронної пошти'
const stageNames =
  'stage|stage name|stagename|deal stage|dealstage|stage_id|opportunity stage|pipeline stage|sales stage|phase|step|status id|етап|етап угоди|стадія|стадія угоди|етап продажу|крок воронки'
const whoNames =
  'who|user|user id|author|changed by|created by|createdbyid|created by id|edited by|updated by|updatedbyuserid|actor|actor_user_id|resource|org:resource|performer|хто|автор|користувач|ким змінено|змінив|виконавець'
const whenNames =
  'at|when|time|timestamp|time:timestamp|event time|date|date time|datetime|changed at|changed on|change date|edit date|createddate|created date|created time|modified|log time|коли|час|дата|дата й час|дата зміни|час зміни|момент'

/** The names by which each kind of file calls its columns: in English, in Ukrainian and in the fields of known systems. */
export const targetRules: Readonly<Record<ImportKind, readonly TargetRule[]>> = {
  deals: [
    rule('external_id', 'any', 2, `id|deal - id|ід|номер|${dealIdNames}`),
    rule(
      'name',
      'text',
      1.5,
      'name|deal name|dealname|deal_name|title|deal title|opportunity name|opportunity|subject|card title|назва|назва угоди|угода|тема',
    ),
    rule('account', 'any', 1, accountNames, { known: 'accounts' }),
    rule(
      'contact',
      'any',
      0.5,
      'contact|contact name|contact person|primary contact|person|person_id|contact_id|associated contact|buyer|контакт|контактна особа',
    ),
    rule('owner', 'any', 1, ownerNames, { known: 'people' }),
    rule('product', 'any', 1, productNames, { known: 'products' }),
    rule(
      'pipeline',
      'any',
      1.5,
      'pipeline|pipeline name|pipeline_id|category_id|funnel|sales process|record type|воронка|воронка продажів|процес продажу',
    ),
    rule('stage', 'any', 3, `${stageNames}|status|статус|статус угоди|стан`, { known: 'stages' }),
    rule('status', 'text', 2, 'status|deal status|outcome|result|статус|статус угоди|результат'),
    rule('amount', 'number', 2, amountNames, { words: 'amount|value|сума|вартість' }),
    rule('currency', 'text', 0.5, currencyNames),
    rule(
      'close_on',
      'moment',
      2,
      'close date|closedate|closing date|closing_date|expected close date|expected_close_date|estimated close date|close on|end date|планова дата закриття|очікувана дата закриття|дата закриття|дата завершення',
      { words: 'close|closing|закриття' },
    ),
    rule(
      'created_on',
      'moment',
      1,
      'created|created on|created at|created date|createddate|create date|createdate|creation date|date created|date_create|deal created|add time|add_time|engage date|engaged on|start date|begindate|open date|opened|дата створення|створено|дата відкриття|дата початку',
      { words: 'created|create|створення' },
    ),
    rule(
      'closed_on',
      'day_on',
      1,
      'closed on|closed date|actual close date|won date|lost date|date closed|закрито|фактична дата закриття|дата виграшу',
    ),
    rule(
      'closed_at',
      'moment_at',
      1,
      'closed at|closed time|close time|close_time|won time|won_time|lost time|lost_time|hs_closed_won_date|закрито|час закриття',
    ),
    rule('next_step', 'text', 1, 'next step|nextstep|hs_next_step|next action|наступний крок|наступна дія'),
    rule(
      'loss_reason',
      'text',
      1,
      'loss reason|lost reason|lost_reason|closed lost reason|closed_lost_reason|reason lost|причина програшу|причина відмови|причина втрати',
    ),
    rule(
      'source',
      'any',
      0.5,
      'source|lead source|leadsource|source_id|hs_analytics_source|original source|channel|origin|deal source|джерело|канал|джерело угоди',
    ),
    rule(
      'forecast_category',
      'text',
      1,
      'forecast category|forecastcategory|forecastcategoryname|forecast category name|hs_manual_forecast_category|категорія прогнозу',
    ),
  ],
  accounts: [
    rule(
      'external_id',
      'any',
      1,
      'id|account id|accountid|company id|record id|hs_object_id|customer id|code|edrpou|єдрпоу|код єдрпоу|код|ід|номер',
    ),
    rule('name', 'text', 2.5, `name|title|назва|${accountNames}`, { known: 'accounts' }),
    rule(
      'parent',
      'any',
      2,
      'parent|parent account|parent company|parentid|parent id|subsidiary of|subsidiary_of|parent organization|holding|головна компанія|материнська компанія|дочірня компанія|холдинг',
      { known: 'accounts' },
    ),
    rule('owner', 'any', 0.5, `account owner|company owner|${ownerNames}`, { known: 'people' }),
  ],
  products: [
    rule(
      'code',
      'any',
      1.5,
      'code|product code|productcode|sku|article|item number|id|product id|hs_sku|артикул|код|код товару',
    ),
    rule(
      'name',
      'text',
      2,
      'name|product|product name|item|item name|title|товар|продукт|послуга|назва|назва товару|товар або послуга',
      { known: 'products' },
    ),
    rule(
      'family',
      'any',
      1,
      'family|product family|series|category|product category|group|product line|line|родина|серія|категорія|група|лінійка',
    ),
    rule(
      'list_price',
      'number',
      3,
      'list price|price|unit price|unitprice|sales price|base price|standard price|ціна|прайсова ціна|ціна продажу|вартість',
      { words: 'price|ціна' },
    ),
    rule('currency', 'text', 0.5, currencyNames),
  ],
  people: [
    rule('external_id', 'any', 0.5, 'id|user id|employee id|userid|табельний номер|ід|код'),
    rule(
      'name',
      'text',
      2,
      `name|full name|employee|employee name|піб|п.і.б.|ім'я та прізвище|прізвище та ім'я|співробітник|працівник|${ownerNames}`,
      { known: 'people' },
    ),
    rule('first_name', 'text', 0.7, firstNames),
    rule('last_name', 'text', 0.7, lastNames),
    rule('email', 'text', 1, emailNames),
    rule(
      'manager',
      'any',
      3,
      'manager|manager name|manager id|reports to|supervisor|team lead|boss|head|sales manager|керівник|безпосередній керівник|начальник|підпорядковується',
      { known: 'people' },
    ),
    rule(
      'team',
      'any',
      2,
      'team|team name|sales team|group|department|division|команда|відділ|група|підрозділ|департамент',
    ),
    rule(
      'office',
      'any',
      1.5,
      'office|regional office|region|branch|location|city|офіс|регіональний офіс|філія|регіон|місто',
    ),
    rule('title', 'text', 1, 'title|job title|role|position|посада|роль'),
  ],
  contacts: [
    rule('external_id', 'any', 0.5, 'id|contact id|contactid|record id|hs_object_id|person id|ід|код'),
    rule(
      'name',
      'text',
      1.5,
      "name|full name|contact|contact name|contact person|person|піб|п.і.б.|ім'я та прізвище|прізвище та ім'я|контакт|контактна особа",
    ),
    rule('first_name', 'text', 1, firstNames),
    rule('last_name', 'text', 1, lastNames),
    rule('email', 'text', 1.5, emailNames),
    rule(
      'phone',
      'any',
      2,
      'phone|phone number|mobile|mobile phone|mobilephone|tel|telephone|cell|телефон|номер телефону|мобільний|моб. телефон',
    ),
    rule('account', 'any', 1.5, accountNames, { known: 'accounts' }),
    rule('title', 'text', 1, 'title|job title|jobtitle|position|role|посада'),
    rule('owner', 'any', 0.5, `contact owner|${ownerNames}`, { known: 'people' }),
  ],
  activities: [
    rule('external_id', 'any', 0.5, 'id|activity id|task id|event id|record id|ід'),
    rule(
      'deal',
      'any',
      1.5,
      `whatid|related to|related deal|associated deal|deal_id|opportunity|opportunity name|deal name|deal title|${dealIdNames}`,
    ),
    rule('account', 'any', 0.5, accountNames, { known: 'accounts' }),
    rule(
      'contact',
      'any',
      0.5,
      'contact|contact name|contact person|person|person_id|whoid|associated contact|контакт|контактна особа',
    ),
    rule('owner', 'any', 1, `assigned|activity owner|${ownerNames}`, { known: 'people' }),
    rule(
      'kind',
      'text',
      1.5,
      'type|kind|activity type|activitytype|task type|task subtype|channel|тип|вид|тип активності|вид активності',
    ),
    rule(
      'subject',
      'text',
      2.5,
      'subject|activity|activity name|activity subject|task|task name|title|name|тема|активність|назва|завдання|задача',
    ),
    rule(
      'body',
      'text',
      1,
      'note|notes|description|body|comment|comments|text|details|опис|нотатка|нотатки|коментар|примітка|текст',
    ),
    rule(
      'happened_at',
      'moment',
      1.5,
      'date|time|happened at|activity date|activitydate|completed at|done time|marked as done time|marked_as_done_time|start|start time|start date|created|created date|timestamp|дата|час|дата виконання|виконано о|початок',
    ),
    rule(
      'due_on',
      'moment',
      2,
      'due|due date|due_date|due on|deadline|термін|строк|крайній термін|дедлайн|виконати до',
    ),
    rule(
      'is_done',
      'boolean',
      2,
      'done|is done|completed|is closed|isclosed|closed|finished|виконано|завершено|зроблено',
    ),
  ],
  deal_history_fields: [
    rule('external_id', 'any', 1.5, `id|ід|номер|${dealIdNames}`),
    rule(
      'field',
      'text',
      3,
      'field|field name|field_key|field / event|field event|property|property name|attribute|changed field|поле|назва поля|властивість|змінене поле',
    ),
    rule(
      'old_value',
      'any',
      2,
      'old|old value|oldvalue|old_value|from|previous|previous value|before|було|старе|старе значення|попереднє значення|до',
    ),
    rule(
      'new_value',
      'any',
      2,
      'new|new value|newvalue|new_value|to|value|current value|after|стало|нове|нове значення|значення|після',
    ),
    rule('at', 'moment', 1, whenNames),
    rule('who', 'any', 0.5, whoNames, { known: 'people' }),
  ],
  deal_history_stages: [
    rule('external_id', 'any', 1.5, `id|ід|номер|application|${dealIdNames}`),
    rule('name', 'text', 0.3, 'name|deal name|dealname|opportunity name|title|назва|назва угоди'),
    rule('account', 'any', 0.3, accountNames, { known: 'accounts' }),
    rule(
      'stage_event',
      'any',
      3,
      `activity|activity name|event|event name|concept:name|task|to stage|new stage|stage to|подія|активність|дія|новий етап|${stageNames}`,
      { known: 'stages' },
    ),
    rule('lifecycle', 'text', 2, 'lifecycle|lifecycle:transition|transition|event type|життєвий цикл|перехід'),
    rule('at', 'moment', 2, `entered at|entered on|stage entered|${whenNames}`),
    rule('who', 'any', 0.5, whoNames, { known: 'people' }),
    rule('owner', 'any', 0.3, 'owner|deal owner|opportunity owner|sales agent|відповідальний', { known: 'people' }),
    rule('product', 'any', 0.3, productNames, { known: 'products' }),
    rule('amount', 'number', 0.5, amountNames, { words: 'amount|value|сума|вартість' }),
    rule('currency', 'text', 0.3, currencyNames),
    rule('close_on', 'moment', 0.5, 'close date|closedate|closing date|expected close date|дата закриття'),
    rule(
      'created_at',
      'moment',
      0.5,
      'created at|created|deal created|reg date|registration date|registered|submitted|start date|case start|дата створення|створено|дата реєстрації',
    ),
  ],
  currency_rates: [
    rule('date', 'moment', 2, 'date|day|rate date|exchangedate|exchange date|rated on|дата|день|дата курсу'),
    rule('currency', 'text', 2, `${currencyNames}|from|base|currency from`),
    rule('rate', 'number', 3, 'rate|exchange rate|fx|fx rate|value|course|курс|офіційний курс|курс нбу|обмінний курс', {
      words: 'rate|курс',
    }),
  ],
}

/** Stages as sales teams call them, to know a stage column by its values. */
export const usualStages: readonly string[] =
  'prospecting|prospect|lead|lead in|new|qualification|qualified|qualified to buy|discovery|needs analysis|contact made|engaging|demo|demo scheduled|presentation|presentation scheduled|appointment scheduled|decision maker bought-in|proposal|proposal made|proposal/price quote|quote|contract|contract sent|negotiation|negotiations started|negotiation/review|commit|won|lost|closed won|closed lost|closedwon|closedlost|нова|новий|лід|кваліфікація|кваліфіковано|контакт|перший контакт|виявлення потреб|презентація|демонстрація|пропозиція|комерційна пропозиція|кп|переговори|договір|рахунок|очікування оплати|оплата|успішно|виграно|програно|відмова|втрачено|закрито'.split(
    '|',
  )
