import { isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { AppError } from '../../base/errors.ts'
import type { Evidence, FileEncoding } from '../../base/file-shape.ts'
import { cyrillicScore } from './cyrillic-score.ts'

export type EncodingGuess = { encoding: FileEncoding; hasBom: boolean; confidence: number; evidence: Evidence[] }

/** The Ukrainian DOS page (RST 2018-91) is CP866 with other letters in its last row; Node knows only CP866. */
const ukrainianDos = new Map(Array.from('ЄєЇїЎў°∙·√', (character, i) => [character, 'ҐґЄєІіЇї÷±'[i] ?? '']))

export type TextReader = { decode(bytes?: Uint8Array, options?: { stream?: boolean }): string }

/** A decoder that marks unknown bytes with U+FFFD and drops the byte order mark. */
export function decoderOf(encoding: FileEncoding): TextReader {
  if (encoding !== 'cp1125') return new TextDecoder(encoding === 'cp866' ? 'ibm866' : encoding)
  const base = new TextDecoder('ibm866')
  const decode: TextReader['decode'] = (bytes, options) =>
    base.decode(bytes, options).replaceAll(/[ЄєЇїЎў°∙·√]/g, (character) => ukrainianDos.get(character) ?? character)
  return { decode }
}

const guess = (
  encoding: FileEncoding,
  confidence: number,
  code: string,
  params: Evidence['params'] = {},
): EncodingGuess => ({
  encoding,
  hasBom: false,
  confidence,
  evidence: [{ code, params: { encoding, ...params } }],
})

function byMark(bytes: Buffer): EncodingGuess | null {
  const marks: readonly (readonly [FileEncoding, readonly number[]])[] = [
    ['utf-8', [0xef, 0xbb, 0xbf]],
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
  ]
  const found = marks.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))
  return found ? { ...guess(found[0], 1, 'encoding_by_bom'), hasBom: true } : null
}

/** In UTF-16 the delimiters, digits and line ends leave a zero in every second byte. */
function byZeros(bytes: Buffer): EncodingGuess | null {
  const zeros = [0, 0]
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  const [even, odd] = [zeros[0] ?? 0, zeros[1] ?? 0]
  if (even + odd === 0) return null
  const params = { zero_count: even + odd, byte_count: bytes.length }
  if (even + odd < bytes.length * 0.05 || Math.min(even, odd) > Math.max(even, odd) * 0.05) {
    throw new AppError('invalid_input', 'not_delimited_text', { found: 'binary' })
  }
  return guess(odd > even ? 'utf-16le' : 'utf-16be', 0.95, 'encoding_by_zero_bytes', params)
}

/** The sample may end inside a character: the last incomplete sequence does not count. */
function withoutCutCharacter(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back)
    if (byte < 0x80) return bytes
  }
  return bytes
}

type LineCount = { valid: number; damaged: number; firstDamagedLine: number }

function countLines(bytes: Buffer): LineCount {
  const count: LineCount = { valid: 0, damaged: 0, firstDamagedLine: 0 }
  let line = 0
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(0x0a, start)
    const end = newline < 0 ? bytes.length : newline
    line++
    const text = bytes.subarray(start, end)
    if (text.some((byte) => byte >= 0x80)) {
      if (isUtf8(text)) count.valid++
      else if (count.damaged++ === 0) count.firstDamagedLine = line
    }
    start = end + 1
  }
  return count
}

function byUtf8(bytes: Buffer, isWhole: boolean): EncodingGuess | null {
  if (isUtf8(bytes) || (!isWhole && isUtf8(withoutCutCharacter(bytes)))) {
    const isAscii = bytes.every((byte) => byte < 0x80)
    return guess('utf-8', isAscii && !isWhole ? 0.9 : 1, isAscii ? 'encoding_ascii_only' : 'encoding_valid_utf8')
  }
  // Lines of another encoding among lines of UTF-8 are damage in a UTF-8 file: those rows are refused, not guessed.
  const lines = countLines(bytes)
  if (lines.valid < (lines.valid + lines.damaged) * 0.2) return null
  return guess('utf-8', 0.6, 'encoding_utf8_with_damage', {
    damaged_line_count: lines.damaged,
    line: lines.firstDamagedLine,
  })
}

/** Western letters stand among ASCII letters (Café); Cyrillic ones among their own kind. */
function isWestern(bytes: Buffer): boolean {
  const isAsciiLetter = (byte: number | undefined): boolean =>
    byte !== undefined && /[a-z]/i.test(String.fromCharCode(byte))
  let letters = 0
  let amongAscii = 0
  bytes.forEach((byte, i) => {
    if (byte < 0xc0) return
    letters++
    if (isAsciiLetter(bytes[i - 1]) || isAsciiLetter(bytes[i + 1])) amongAscii++
  })
  return letters > 0 && amongAscii >= letters * 0.6
}

function byLetters(bytes: Buffer): EncodingGuess {
  if (isWestern(bytes)) return guess('windows-1252', 0.8, 'encoding_by_western_letters')
  const head = bytes.subarray(0, 262_144)
  const scored = (['windows-1251', 'koi8-u', 'cp866', 'cp1125'] as const)
    .map((encoding) => ({ encoding, text: decoderOf(encoding).decode(head) }))
    .map((page) => ({ ...page, ...cyrillicScore(page.text) }))
    .sort((a, b) => b.score - a.score)
  const best = scored[0]
  // A page that gives the very same text is no rival: without і ї є ґ the two DOS pages are one.
  const second = scored.find(({ text }) => text !== best?.text)
  if (!best || !second || best.letterCount === 0) return guess('windows-1251', 0.4, 'encoding_without_letters')
  const margin = best.score - second.score
  const confidence = Math.round((0.5 + 0.5 * (1 - Math.exp(-margin / 12))) * 100) / 100
  return guess(best.encoding, confidence, 'encoding_by_letter_frequency', {
    rival: second.encoding,
    letter_count: best.letterCount,
  })
}

/**
 * Which encoding the bytes are in: byte order mark, zero bytes of UTF-16, strict UTF-8, then the Cyrillic code page
 * whose letters are as frequent as in Ukrainian and Russian.
 * @param isWhole whether the bytes are the whole file (else the last character may be cut)
 * @throws AppError invalid_input not_delimited_text when the bytes are no text
 */
export const sniffEncoding = (bytes: Buffer, isWhole: boolean): EncodingGuess =>
  byMark(bytes) ?? byZeros(bytes) ?? byUtf8(bytes, isWhole) ?? byLetters(bytes)

const codePages = new Map<FileEncoding, ReadonlyMap<string, number>>()

function codePageOf(encoding: FileEncoding): ReadonlyMap<string, number> {
  const known = codePages.get(encoding)
  if (known) return known
  const decoder = decoderOf(encoding)
  const page = new Map(Array.from({ length: 128 }, (_, i) => [decoder.decode(Buffer.of(128 + i)), 128 + i]))
  codePages.set(encoding, page)
  return page
}

/**
 * Whether a text decoded by a one-byte code page is really UTF-8 ("РџСЂРёРІС–С‚" for "Привіт"): a cell pasted in from
 * elsewhere. At least three characters outside ASCII are needed, fewer can be chance.
 */
export function looksLikeMisreadUtf8(text: string, encoding: FileEncoding): boolean {
  if (encoding.startsWith('utf-')) return false
  const page = codePageOf(encoding)
  const bytes: number[] = []
  let high = 0
  for (const character of text) {
    const byte = character < '\u0080' ? character.charCodeAt(0) : page.get(character)
    if (byte === undefined) return false
    // Nearly every honest word leaves here: its second letter cannot follow its first in UTF-8.
    if (high === 0 && byte >= 0x80 && byte < 0xc2) return false
    if (high === 1 && (byte < 0x80 || byte >= 0xc0)) return false
    if (byte >= 0x80) high++
    bytes.push(byte)
  }
  return high >= 6 && isUtf8(Buffer.from(bytes))
}
