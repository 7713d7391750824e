/** Degrees of latitude and longitude. */
export type Places = { latitude: Float64Array; longitude: Float64Array }

const earthRadiusKm = 6371

/**
 * What each account costs with each seller: kilometres by great circle (haversine; Sinnott 1984) times the account's
 * visits, and a price when the owner changes. In: `owner` the seller now, −1 for none. Out: by rows of accounts; a place
 * that is not known (NaN) costs the mean of the known, so that it decides nothing. Cost: O(accounts · sellers).
 */
export function assignmentCosts(
  accounts: Places & { visits: Float64Array; owner: Int32Array },
  sellers: Places,
  ownerChangePrice: number,
): Float64Array {
  const [n, m] = [accounts.owner.length, sellers.latitude.length]
  const cost = new Float64Array(n * m)
  let [sum, count] = [0, 0]
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      const km = distanceKm(accounts, i, sellers, j)
      cost[i * m + j] = km * accounts.visits[i]!
      if (!Number.isNaN(km)) {
        sum += cost[i * m + j]!
        count++
      }
    }
  const mean = count > 0 ? sum / count : 0
  for (let at = 0; at < cost.length; at++) {
    if (Number.isNaN(cost[at]!)) cost[at] = mean
    const owner = accounts.owner[Math.floor(at / m)]!
    if (owner >= 0 && owner !== at % m) cost[at]! += ownerChangePrice
  }
  return cost
}

function distanceKm(from: Places, i: number, to: Places, j: number): number {
  const radians = Math.PI / 180
  const [a, b] = [from.latitude[i]! * radians, to.latitude[j]! * radians]
  const across = (to.longitude[j]! - from.longitude[i]!) * radians
  const h = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(across / 2) ** 2
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)))
}
