import type { Region } from './names.ts'

/** How the sample company is built: what it sells, by which stages, who sells. Amounts in whole hryvnias. */
export const companyName = 'Сонячна Лінія'
/** Reserved by RFC 2606: no letter can arrive there. */
export const mailDomain = 'soniachna-liniia.example'

export type PipelineKey = 'new' | 'expansion' | 'renewal' | 'partner'
export type StageKind = 'open' | 'won' | 'lost'
export type Category = 'pipeline' | 'best_case' | 'commit' | 'closed' | 'omitted'
export type SampleStage = {
  name: string
  kind: StageKind
  probability: number
  category: Category
  /** How long a deal that goes on stays, on average. */
  days: number
}
export type SamplePipeline = {
  key: PipelineKey
  name: string
  stages: readonly SampleStage[]
  /** Deals that begin in a usual month. */
  monthly: number
  wonShare: number
}

const open = (name: string, probability: number, category: Category, days: number): SampleStage => ({
  name,
  kind: 'open',
  probability,
  category,
  days,
})
const ends: readonly SampleStage[] = [
  { name: 'Виграно', kind: 'won', probability: 1, category: 'closed', days: 0 },
  { name: 'Програно', kind: 'lost', probability: 0, category: 'omitted', days: 0 },
]
export const wonStage = 'Виграно'
export const lostStage = 'Програно'
/** The stage that lawyers now have to see. */
export const contractStage = 'Погодження договору'

export const pipelines: readonly SamplePipeline[] = [
  {
    key: 'new',
    name: 'Новий бізнес',
    monthly: 92,
    wonShare: 0.34,
    stages: [
      open('Кваліфікація', 0.1, 'pipeline', 8),
      open('Обстеження об’єкта', 0.25, 'pipeline', 14),
      open('Проєкт і кошторис', 0.45, 'best_case', 17),
      open(contractStage, 0.7, 'commit', 12),
      ...ends,
    ],
  },
  {
    key: 'expansion',
    name: 'Розширення',
    monthly: 36,
    wonShare: 0.52,
    stages: [
      open('Потреба', 0.25, 'pipeline', 9),
      open('Пропозиція', 0.5, 'best_case', 13),
      open('Узгодження', 0.75, 'commit', 9),
      ...ends,
    ],
  },
  {
    key: 'renewal',
    name: 'Поновлення',
    monthly: 34,
    wonShare: 0.83,
    stages: [
      open('Наближається строк', 0.6, 'best_case', 14),
      open('Перемовини', 0.75, 'commit', 9),
      open('Рахунок виставлено', 0.92, 'commit', 7),
      ...ends,
    ],
  },
  {
    key: 'partner',
    name: 'Партнери',
    monthly: 14,
    wonShare: 0.27,
    stages: [
      open('Знайомство', 0.1, 'pipeline', 15),
      open('Навчання партнера', 0.3, 'pipeline', 24),
      open('Перший спільний проєкт', 0.55, 'best_case', 28),
      ...ends,
    ],
  },
]

export type SampleProduct = {
  code: string
  name: string
  family: string
  price: number
  /** How often it is sold in each pipeline, beside the others. */
  weight: Partial<Record<PipelineKey, number>>
}
const product = (
  code: string,
  name: string,
  family: string,
  price: number,
  weight: SampleProduct['weight'],
): SampleProduct => ({ code, name, family, price, weight })

/** The product that takes twice as long as sellers say. */
export const slippingProduct = 'Гібридний комплект «Острів»'
export const storageFamily = 'Накопичення енергії'
export const products: readonly SampleProduct[] = [
  product('СС-30', 'Сонячна станція 30 кВт', 'Сонячні станції', 890_000, { new: 30, partner: 8 }),
  product('СС-100', 'Сонячна станція 100 кВт', 'Сонячні станції', 2_650_000, { new: 15, partner: 6, expansion: 3 }),
  product('СС-500', 'Сонячна станція 500 кВт', 'Сонячні станції', 11_800_000, { new: 3, partner: 2 }),
  product('НЕ-50', 'Накопичувач 50 кВт·год', storageFamily, 720_000, { new: 18, expansion: 14 }),
  product('НЕ-250', 'Накопичувач 250 кВт·год', storageFamily, 3_100_000, { new: 6, expansion: 5 }),
  product('ГК-15', slippingProduct, 'Гібридні системи', 540_000, { new: 16, expansion: 8 }),
  product('ЗС-22', 'Зарядна станція 22 кВт', 'Зарядні станції', 165_000, { new: 12, expansion: 14 }),
  product('ЕА-1', 'Енергоаудит', 'Послуги', 68_000, { new: 10, expansion: 4 }),
  product('МН-Р', 'Моніторинг на рік', 'Послуги', 42_000, { renewal: 12, expansion: 6 }),
  product('СД-Р', 'Сервісний договір на рік', 'Послуги', 128_000, { renewal: 14, expansion: 6 }),
  product('ГР-Р', 'Розширена гарантія на рік', 'Послуги', 86_000, { renewal: 6 }),
]

export const rootTeam = 'Комерційний департамент'
export const teams = ['Захід', 'Центр', 'Південь і Схід', 'Розвиток клієнтів', 'Партнери'] as const
export type Team = (typeof teams)[number]
export const teamOfRegion: Readonly<Record<Region, Team>> = {
  Захід: 'Захід',
  Центр: 'Центр',
  Південь: 'Південь і Схід',
  Схід: 'Південь і Схід',
}

/** A team that stood under another one at first, and stands by itself from this day of the three years on. */
export const releasedTeam: { team: Team; first: Team; at: number } = {
  team: 'Партнери',
  first: 'Розвиток клієнтів',
  at: 560,
}

/** A stretch in a team, in days after the first day of the three years; null: since ever, until further notice. */
export type Stay = { team: Team | typeof rootTeam; from: number | null; to: number | null }
export type Seller = { name: string; title: string; stays: readonly Stay[]; skill: number; leads?: string }

/** The seller who keeps deals low and to himself until they are signed. */
export const sandbagger = 'Остап Гнатюк'
/** Days after the beginning: part of the south-east moves to the west; account managers leave the centre. */
const moveWestAt = 320
const moveToClientsAt = 500

const stay = (team: Stay['team'], from: number | null = null, to: number | null = null): Stay => ({ team, from, to })
const seller = (name: string, skill: number, ...stays: Stay[]): Seller => ({
  name,
  title: 'Менеджер з продажу',
  skill,
  stays,
})
const lead = (name: string, team: Team): Seller => ({
  name,
  title: 'Керівник команди',
  skill: 1.1,
  stays: [stay(team)],
  leads: team,
})

export const sellers: readonly Seller[] = [
  {
    name: 'Олена Ковальчук',
    title: 'Комерційна директорка',
    skill: 1,
    stays: [stay(rootTeam)],
    leads: rootTeam,
  },
  lead('Тарас Мельничук', 'Захід'),
  lead('Наталія Шевчук', 'Центр'),
  lead('Андрій Бондар', 'Південь і Схід'),
  lead('Ірина Савченко', 'Розвиток клієнтів'),
  lead('Дмитро Кравець', 'Партнери'),
  seller('Соломія Гаврилюк', 1.15, stay('Захід')),
  seller('Назар Стельмах', 1, stay('Захід')),
  seller(sandbagger, 1.25, stay('Захід')),
  seller('Христина Романюк', 0.95, stay('Захід')),
  seller('Богдан Лащук', 0.9, stay('Захід', null, 610)),
  seller('Зоряна Паламарчук', 1.05, stay('Захід', 240)),
  seller('Юрій Підгірняк', 1, stay('Захід', 430)),
  seller('Мирослава Дзюба', 1.1, stay('Захід', 655)),
  seller('Степан Орлюк', 0.95, stay('Захід', 800)),
  seller('Яна Федоренко', 0.9, stay('Захід', 985)),
  seller('Сергій Лисенко', 1, stay('Центр')),
  seller('Катерина Приходько', 1.1, stay('Центр')),
  seller('Максим Харченко', 0.85, stay('Центр', null, 390)),
  seller('Анна Тимошенко', 1, stay('Центр')),
  seller('Денис Яременко', 0.95, stay('Центр')),
  seller('Вікторія Мазур', 1.05, stay('Центр')),
  seller('Павло Захарченко', 0.8, stay('Центр', 280, 890)),
  seller('Юлія Кобзар', 1, stay('Центр', 520)),
  seller('Роман Скиба', 0.95, stay('Центр', 905)),
  seller('Олег Шаповал', 1, stay('Південь і Схід')),
  seller('Світлана Журба', 1.05, stay('Південь і Схід')),
  seller('Віталій Сорока', 0.9, stay('Південь і Схід', null, 205)),
  seller('Тетяна Власенко', 1, stay('Південь і Схід', null, moveWestAt), stay('Захід', moveWestAt)),
  seller('Артем Фесенко', 0.95, stay('Південь і Схід', null, moveWestAt), stay('Захід', moveWestAt)),
  seller('Інна Тищенко', 1, stay('Південь і Схід', 700)),
  seller('Оксана Гриценко', 1.1, stay('Розвиток клієнтів')),
  seller('Микола Вовк', 0.95, stay('Розвиток клієнтів')),
  seller('Лариса Чорновол', 1, stay('Розвиток клієнтів', null, 760)),
  seller('Данило Цимбал', 1, stay('Центр', null, moveToClientsAt), stay('Розвиток клієнтів', moveToClientsAt)),
  seller('Галина Терещенко', 1.05, stay('Центр', null, moveToClientsAt), stay('Розвиток клієнтів', moveToClientsAt)),
  seller('Євген Рибак', 0.9, stay('Розвиток клієнтів', 770)),
  seller('Надія Хоменко', 1, stay('Партнери')),
  seller('Ігор Швець', 0.95, stay('Партнери')),
  seller('Дарина Нечай', 1, stay('Партнери', 560)),
]

export const sources = ['Рекомендація', 'Сайт', 'Виставка', 'Партнер', 'Холодний дзвінок'] as const
export const lossReasons = [
  'Завелика ціна',
  'Обрали конкурента',
  'Відклали рішення',
  'Немає фінансування',
  'Не підійшов об’єкт',
] as const
