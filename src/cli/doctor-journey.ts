import type { Command } from 'commander'
import { readConfig } from '../platform/config.ts'
import { examine } from '../platform/doctor/examine.ts'
import type { Finding } from '../platform/doctor/finding.ts'
import type { Terminal } from './output.ts'
import { say } from './words.ts'

type Io = { terminal: Terminal; isJson: () => boolean; language: () => 'en' | 'uk'; exitWith: (code: number) => void }

const marks: Record<Finding['state'], string> = { good: '✓', warning: '!', bad: '✗' }
const somethingBad = 1

/** On the server's own machine: what is wrong with this installation, and how to mend it. */
export function addDoctorJourney(program: Command, io: Io): void {
  program
    .command('doctor')
    .description(
      'See what is wrong with this installation, and how to mend it · Перевірити, чи все гаразд, і як полагодити',
    )
    .action(async () => {
      const findings = await examine(readConfig(io.terminal.env), new Date().toISOString())
      const told = findings.map((finding) => withWords(finding, io.language()))
      const isBad = findings.some(({ state }) => state === 'bad')
      if (io.isJson() || !io.terminal.isTerminal) io.terminal.out(JSON.stringify({ is_well: !isBad, findings: told }))
      else for (const finding of told) io.terminal.out(lines(finding))
      if (isBad) io.exitWith(somethingBad)
    })
}

type Told = Finding & { name: string; what: string | null; mend: string | null }

function withWords(finding: Finding, language: 'en' | 'uk'): Told {
  const { check, reason, state, found } = finding
  const name = say(`doctor.${check}`, {}, language)
  if (state === 'good') return { ...finding, name, what: null, mend: null }
  const key = `doctor.${check}.${reason}`
  return { ...finding, name, what: say(key, { found }, language), mend: say(`${key}.mend`, { found }, language) }
}

function lines({ state, name, found, what, mend }: Told): string {
  const first = `${marks[state]} ${name}: ${what ?? found}`
  return mend === null ? first : `${first}\n    → ${mend}`
}
