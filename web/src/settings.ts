/** What this browser remembers of its reader: widths of columns, the folded menu, the language. */
const prefix = 'kurs.'

export function readSetting(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key)
  } catch {
    return null // storage switched off: everything works, nothing is remembered
  }
}

export function writeSetting(key: string, value: string): void {
  try {
    localStorage.setItem(prefix + key, value)
  } catch {
    // see readSetting
  }
}

export function readJsonSetting(key: string): unknown {
  try {
    return JSON.parse(readSetting(key) ?? 'null')
  } catch {
    return null
  }
}
