import { text } from 'node:stream/consumers'
import { run } from './run.ts'
import { languageOf } from './words.ts'

const { env } = process
process.exitCode = await run(process.argv.slice(2), {
  out: (line) => void process.stdout.write(`${line}\n`),
  write: (bytes) => void process.stdout.write(bytes),
  err: (line) => void process.stderr.write(`${line}\n`),
  isTerminal: process.stdout.isTTY === true,
  language: languageOf(env.KURS_LANG ?? env.LC_ALL ?? env.LANG),
  env,
  readInput: () => text(process.stdin),
})
