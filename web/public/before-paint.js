// Runs before the first paint, so that neither the colours nor the density flash. Kept apart from the bundle because the
// content security policy allows no script in the page itself.
;(() => {
  const stored = (key) => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  const root = document.documentElement
  const scheme = stored('kurs.scheme')
  const isDark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light')
  root.setAttribute('data-density', stored('kurs.density') === 'compact' ? 'compact' : 'comfortable')
})()
