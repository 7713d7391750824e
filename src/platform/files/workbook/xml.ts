import { SaxesParser } from 'saxes'
import { AppError } from '../../../base/errors.ts'

type Attributes = Readonly<Record<string, string>>
/** Names come without their namespace's prefix, attributes as they are written. */
export type XmlListener = {
  open?: (name: string, attributes: Attributes) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/**
 * Streams XML past a listener, a chunk at a time.
 * @param drained is awaited after each chunk: there the listener's output may be written away
 * @throws AppError invalid_input: doctype_in_workbook (entities of a document type are how XML bombs are built),
 *   damaged_workbook
 */
export async function readXml(
  chunks: AsyncIterable<Buffer>,
  part: string,
  listener: XmlListener,
  drained: () => Promise<void> = async () => undefined,
): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const parser = new SaxesParser({ position: false, xmlns: false })
  parser.on('doctype', () => {
    throw new AppError('invalid_input', 'doctype_in_workbook', { part })
  })
  parser.on('error', (error) => {
    throw new AppError('invalid_input', 'damaged_workbook', { detail: `${part}: ${error.message.slice(0, 150)}` })
  })
  parser.on('opentag', (tag) => listener.open?.(local(tag.name), tag.attributes))
  parser.on('closetag', (tag) => listener.close?.(local(tag.name)))
  parser.on('text', (text) => listener.text?.(text))
  parser.on('cdata', (text) => listener.text?.(text))
  let head = ''
  for await (const chunk of chunks) {
    const text = decodeXml(decoder, chunk, part)
    if (head.length < headCharacters) {
      head = (head + text).slice(0, headCharacters)
      // A document type that never ends would be gathered by the parser before it is told.
      if (/<!DOCTYPE/i.test(head)) throw new AppError('invalid_input', 'doctype_in_workbook', { part })
    }
    parser.write(text)
    await drained()
  }
  parser.close()
  await drained()
}

const headCharacters = 4096

function decodeXml(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer, part: string): string {
  try {
    return decoder.decode(chunk, { stream: true })
  } catch {
    throw new AppError('invalid_input', 'damaged_workbook', { detail: `${part}: not UTF-8` })
  }
}
