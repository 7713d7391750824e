import { foldName } from '../../base/fold-name.ts'
import type { Chance } from './chance.ts'
import {
  citiesOf,
  companyAdjectives,
  companyNouns,
  contactTitles,
  industries,
  inLatin,
  legalForms,
  menNames,
  regions,
  surnames,
  womenNames,
  type Region,
} from './names.ts'
import type { Stories } from './stories.ts'

export type Account = {
  id: string
  name: string
  region: Region
  city: string
  industry: string
  employees: number
  /** The account that this one says again, if it is a duplicate. */
  duplicateOf: string | null
}
export type Contact = { id: string; name: string; title: string; email: string; phone: string; accountId: string }

export const accountCount = 2000
const contactCount = 3000
const regionWeights: Readonly<Record<Region, number>> = { Захід: 30, Центр: 38, Південь: 15, Схід: 17 }

const numbered = (prefix: string, place: number): string => `${prefix}-${String(place + 1).padStart(5, '0')}`

/** The companies it sells to, and some of them a second time. Names differ also when case and signs do not count. */
export function makeAccounts(chance: Chance, { gaps }: Stories): Account[] {
  const taken = new Set<string>()
  const accounts = Array.from({ length: accountCount - gaps.duplicateCount }, (_, place): Account => {
    const region = chance.weighted(regions, (one) => regionWeights[one])
    const city = chance.pick(citiesOf(region))
    return {
      id: numbered('К', place),
      name: newName(chance, taken, city),
      region,
      city,
      industry: chance.pick(industries),
      employees: Math.round(12 * Math.exp(chance.between(0, 4.4))),
      duplicateOf: null,
    }
  })
  const originals = chance.shuffled(accounts).slice(0, gaps.duplicateCount)
  const again = originals.map((one, i): Account => {
    return { ...one, id: numbered('К', accounts.length + i), name: otherwise(one.name), duplicateOf: one.id }
  })
  return [...accounts, ...again]
}

function newName(chance: Chance, taken: Set<string>, city: string): string {
  for (;;) {
    const noun = chance.pick(companyNouns)
    const core = chance.happens(0.5)
      ? `${chance.pick(companyAdjectives)} ${noun.toLowerCase()}`
      : `${noun} ${chance.happens(0.5) ? city : chance.pick(companyNouns)}`
    const key = foldName(core)
    if (taken.has(key) || core.split(' ')[0] === core.split(' ')[1]) continue
    taken.add(key)
    return `${chance.pick(legalForms)} «${core}»`
  }
}

/** As a second seller would write it: the legal form behind, without quotes. */
const otherwise = (name: string): string => {
  const [, form = '', core = ''] = /^(\S+) «(.+)»$/.exec(name) ?? []
  return `${core}, ${form}`
}

export type PersonNames = { next: () => string }

/** Names of people, none twice. */
export function personNames(chance: Chance, taken: readonly string[]): PersonNames {
  const all = [...womenNames, ...menNames].flatMap((first) => surnames.map((last) => `${first} ${last}`))
  const known = new Set(taken)
  const left = chance.shuffled(all.filter((name) => !known.has(name)))
  return {
    next: () => {
      const name = left.pop()
      if (name === undefined) throw new Error('no names left')
      return name
    },
  }
}

/** One person to talk to in every company, a second in some. */
export function makeContacts(chance: Chance, accounts: readonly Account[], names: PersonNames): Contact[] {
  const own = accounts.filter(({ duplicateOf }) => duplicateOf === null)
  const more = chance.shuffled(own).slice(0, contactCount - own.length)
  return [...own, ...more].map((account, place): Contact => {
    const name = names.next()
    const number = String(chance.whole(0, 9_999_999)).padStart(7, '0')
    return {
      id: numbered('О', place),
      name,
      title: chance.pick(contactTitles),
      email: `${inLatin(name)}@${account.id.replace('К-', 'k')}.example`,
      // No network has the code 000: nobody can be called.
      phone: `+380 00 ${number.slice(0, 3)} ${number.slice(3, 5)} ${number.slice(5)}`,
      accountId: account.id,
    }
  })
}
