import { Command, CommanderError } from 'commander'
import { operations } from '../catalog.ts'
import { errorTable } from '../base/errors.ts'
import { routeOf, type Operation } from '../platform/operation.ts'
import { addBackupJourney } from './backup-journey.ts'
import { callOperation, findConnection, type Connection } from './connection.ts'
import { addDoctorJourney } from './doctor-journey.ts'
import { addExport } from './exports.ts'
import { flagsOf, kebab } from './flags.ts'
import { inputOf } from './input-of.ts'
import { operationNamed, waitForJob } from './jobs.ts'
import { addJourneys } from './journeys.ts'
import { addUserJourney } from './user-journey.ts'
import { show, showError, type Terminal } from './output.ts'
import { languageOf, sayError } from './words.ts'

type GlobalFlags = { url?: string; apiKey?: string; workspace?: string; json?: true; lang?: string }

/** Runs one command. Answers go to standard output, sentences to standard error. @returns the exit code */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const program = new Command('kurs')
  let language = terminal.language
  program
    .description('Sales operations from the command line · Операції продажу з командного рядка')
    .option('--url <address>', 'the server; default: the one running here, or KURS_URL')
    .option('--api-key <key>', 'default: KURS_API_KEY, or what kurs login kept')
    .option('--workspace <slug>', 'default: KURS_WORKSPACE, or the one of kurs login')
    .option('--json', 'the answer as JSON, also on a terminal')
    .option('--lang <language>', 'en or uk; default: LANG')
    .addHelpText(
      'after',
      '\nExamples:\n  kurs import deals.csv --dry-run\n  kurs deals list --sort amount_minor --direction desc --limit 20\n  kurs metrics query --metric close_rate --by owner\n  kurs forecasts create --as-of 2026-09-30 --wait\n  kurs sample load --wait\n',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
    .hook('preAction', () => void (language = languageOf(program.opts<GlobalFlags>().lang ?? terminal.language)))
  const connect = (): Connection => findConnection(program.opts<GlobalFlags>(), terminal.env)
  const isJson = (): boolean => program.opts<GlobalFlags>().json === true
  addJourneys(program, { terminal, connect, isJson })
  addBackupJourney(program, { terminal, isJson })
  let exitCode = 0
  const exitWith = (code: number): void => void (exitCode = code)
  addDoctorJourney(program, { terminal, isJson, language: () => language, exitWith })
  addUserJourney(program, { terminal, connect, isJson })
  const helpLanguage = languageOf(argv.includes('uk') ? 'uk' : terminal.language)
  addOperations(program, helpLanguage, { terminal, connect }, async (operation, input, wait) => {
    const connection = connect()
    const { body } = await callOperation(connection, operation, input)
    if (wait && typeof body.job_id === 'string') {
      await waitForJob(connection, terminal, body.job_id)
      const noun = operation.name.split('.')[0] ?? ''
      const { body: after } = await callOperation(connection, operationNamed(`${noun}.get`), { id: body.id })
      return show(terminal, after, isJson())
    }
    return show(terminal, body, isJson())
  })
  addJobsWait(program, (id) => waitForJob(connect(), terminal, id))
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : errorTable.invalid_input.exitCode
    return showError(terminal, error, (known) => sayError(known, language))
  }
}

type Perform = (operation: Operation, input: Record<string, unknown>, wait: boolean) => Promise<void>

type Door = { terminal: Terminal; connect: () => Connection }

function addOperations(program: Command, language: 'en' | 'uk', door: Door, perform: Perform): void {
  const nouns = new Map<string, Command>()
  for (const operation of operations as readonly Operation[]) {
    const [noun = '', verb = ''] = operation.name.split('.')
    // `kurs setup` itself is setup.complete, and keeps the key it leads to; `kurs user` proves that it is on the server.
    if (noun === 'setup' || noun === 'users') continue
    const parent = nouns.get(noun) ?? program.command(kebab(noun)).description(`${kebab(noun)} …`)
    nouns.set(noun, parent)
    addOperation(parent, verb, operation, language, perform)
    addExport(parent, operation, language, door)
  }
}

function addOperation(
  parent: Command,
  verb: string,
  operation: Operation,
  language: 'en' | 'uk',
  perform: Perform,
): void {
  const { takesId } = routeOf(operation)
  const flags = flagsOf(operation).filter((flag) => !(takesId && flag.field === 'id'))
  const command = parent.command(takesId ? `${kebab(verb)} <id>` : kebab(verb)).description(operation.summary[language])
  for (const flag of flags) {
    if (flag.isRequired) command.requiredOption(flag.flag, flag.hint)
    else command.option(flag.flag, flag.hint)
  }
  if (operation.kind === 'write') command.option('--wait', 'follow the long work it starts to its end')
  command.action(async (...given: unknown[]) => {
    const id = takesId ? { id: given[0] } : {}
    const typed = command.opts<Record<string, string | true>>()
    await perform(operation, { ...inputOf(flags, typed), ...id }, typed.wait === true)
  })
}

function addJobsWait(program: Command, wait: (id: string) => Promise<void>): void {
  const jobs = program.commands.find((command) => command.name() === 'jobs')
  jobs
    ?.command('wait <id>')
    .description('Follow a long work to its end · Дочекатися кінця тривалої роботи')
    .action(wait)
}
