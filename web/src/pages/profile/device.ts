/** Programs by the words they say of themselves; the particular before the general, since most also say Chrome and Safari. */
const programs: readonly [pattern: RegExp, name: string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:HeadlessChrome|Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^node\b|^undici\b/, 'kurs'],
]
const systems: readonly [pattern: RegExp, name: string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
]

/** A user agent as a person would say it; null where it says nothing we know. */
export function deviceOf(userAgent: string): { program: string | null; system: string | null } {
  const named = (known: readonly [RegExp, string][]): string | null =>
    known.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null
  return { program: named(programs), system: named(systems) }
}
