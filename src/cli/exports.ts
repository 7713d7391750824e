import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import { isPagedList, routeOf, type Operation } from '../platform/operation.ts'
import { download, type Connection } from './connection.ts'
import { flagsOf } from './flags.ts'
import { inputOf } from './input-of.ts'
import type { Terminal } from './output.ts'

const summary = {
  en: 'The whole list as a CSV file or an Excel workbook, with the filter, sort and search of the list',
  uk: 'Увесь список у файл CSV або книгу Excel, з тим самим фільтром, порядком і пошуком',
}

/** `kurs deals export [--columns name,amount_minor] [--language uk] [--out deals.xlsx]` for every list. */
export function addExport(
  parent: Command,
  operation: Operation,
  language: 'en' | 'uk',
  door: { terminal: Terminal; connect: () => Connection },
): void {
  if (!isPagedList(operation)) return
  const flags = flagsOf(operation).filter(({ field }) => field !== 'cursor' && field !== 'limit')
  const command = parent.command('export').description(summary[language])
  for (const flag of flags) command.option(flag.flag, flag.hint)
  command
    .option('--columns <names>', 'comma-separated; default: all')
    .option('--language <language>', 'en or uk: words in the header; default: field names')
    .option('--format <format>', 'csv or xlsx; default: by the ending of --out, else csv')
    .option('--out <path>', 'the file to write; default: standard output')
    .action(async () => {
      const typed = command.opts<Record<string, string>>()
      const { columns, language: headerLanguage } = typed
      const format = typed.format ?? (typed.out?.toLowerCase().endsWith('.xlsx') ? 'xlsx' : undefined)
      const query = {
        ...inputOf(flags, typed),
        ...(columns && { columns }),
        ...(headerLanguage && { language: headerLanguage }),
        ...(format && { format }),
      }
      const bytes = await download(door.connect(), `${routeOf(operation).path}/export`, query)
      if (typed.out !== undefined) return pipeline(Readable.from(bytes), createWriteStream(typed.out))
      for await (const piece of bytes) door.terminal.write(piece)
    })
}
