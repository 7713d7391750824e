import type { Account } from './accounts.ts'
import { teamOfRegion, type Seller } from './company.ts'
import type { Deal } from './deals.ts'
import type { Staff } from './staff.ts'

/** Who keeps an account, by its id: the seller of its last deal while that one is there, else one who sells in its region. */
export function keepersOf(
  accounts: readonly Account[],
  deals: readonly Deal[],
  staff: Staff,
  today: number,
): ReadonlyMap<string, Seller> {
  const sellerOf = new Map(deals.map(({ account, owner }) => [account?.id ?? '', owner]))
  return new Map(
    accounts.map(({ id, region }) => {
      const seller = sellerOf.get(id)
      const isThere = seller !== undefined && staff.teamOf(seller, today) !== null
      return [id, isThere ? seller : staff.ownerFor(teamOfRegion[region], today)]
    }),
  )
}
