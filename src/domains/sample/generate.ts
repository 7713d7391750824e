import type { Day } from '../../base/calendar.ts'
import { makeAccounts, makeContacts, personNames, type Account, type Contact } from './accounts.ts'
import { makeActivities, type Activity } from './activities.ts'
import { Chance } from './chance.ts'
import { sellers, type Seller } from './company.ts'
import { makeDeals, type Deal } from './deals.ts'
import { keepersOf } from './keepers.ts'
import { makeRates, type Rates } from './rates.ts'
import { Span } from './span.ts'
import { Staff } from './staff.ts'
import { storiesUntil, type Stories } from './stories.ts'

export type SampleCompany = {
  span: Span
  stories: Stories
  rates: Rates
  accounts: Account[]
  /** Who keeps an account on the last day, by its id. */
  keepers: ReadonlyMap<string, Seller>
  contacts: Contact[]
  deals: Deal[]
  activities: Activity[]
}

/**
 * A made-up Ukrainian company that sells solar power, with three years of everything.
 * @param endOn last day of its history
 * @returns the same for the same seed and day on every machine
 */
export function generateCompany(seed: number, endOn: Day): SampleCompany {
  const chance = new Chance(seed)
  const span = new Span(endOn)
  const stories = storiesUntil(endOn)
  const rates = makeRates(chance, span)
  const accounts = makeAccounts(chance, stories)
  const names = personNames(
    chance,
    sellers.map(({ name }) => name),
  )
  const contacts = makeContacts(chance, accounts, names)
  const contactsOf = new Map<string, Contact[]>()
  for (const contact of contacts) {
    const others = contactsOf.get(contact.accountId)
    if (others) others.push(contact)
    else contactsOf.set(contact.accountId, [contact])
  }
  const staff = new Staff(span, chance)
  const deals = makeDeals({ chance, span, stories, rates, staff, accounts, contactsOf })
  const activities = makeActivities(chance, span, deals)
  return {
    span,
    stories,
    rates,
    accounts,
    keepers: keepersOf(accounts, deals, staff, span.last),
    contacts,
    deals,
    activities,
  }
}
