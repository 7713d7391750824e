import { useState } from 'react'

/**
 * The secret of a link, read once from behind `#` (which browsers do not send to servers). It leaves the address when used,
 * so that it stays neither in the history nor in a screenshot.
 */
export function useLinkToken(): string | null {
  const [token] = useState(() => new URLSearchParams(window.location.hash.slice(1)).get('token'))
  return token
}

export const forgetLinkToken = (): void =>
  window.history.replaceState(window.history.state, '', window.location.pathname)
