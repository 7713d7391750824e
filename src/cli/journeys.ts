import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '../base/errors.ts'
import { callOperation, keepCredentials, upload, workspaceOf, type Connection } from './connection.ts'
import { operationNamed, waitForJob } from './jobs.ts'
import { show, type Terminal } from './output.ts'

type Io = { terminal: Terminal; connect: () => Connection; isJson: () => boolean }
type Text = Record<string, string | undefined>
type SignedIn = { workspaces: { slug: string }[] }

const passwordOf = async (terminal: Terminal, flags: Text & { passwordStdin?: unknown }): Promise<string> =>
  flags.password ?? (await terminal.readInput()).replace(/\r?\n$/, '')

/** Setting up and signing in both end with a key kept for the next commands. */
async function keepKey(io: Io, connection: Connection, token: string | null, slug: string): Promise<void> {
  const signedIn = { ...connection, apiKey: token, workspace: slug }
  const input = { name: 'kurs cli', scopes: ['read', 'write', 'admin'] }
  const { body } = await callOperation(signedIn, operationNamed('api_keys.create'), input)
  const path = await keepCredentials(io.terminal.env, { ...signedIn, apiKey: String(body.token) })
  io.terminal.err(`${slug} · ${path}`)
}

export function addJourneys(program: Command, io: Io): void {
  program
    .command('setup')
    .description('Create the first administrator and workspace · Створити першого адміністратора й простір')
    .requiredOption('--token <token>', 'from the link that kurs printed at its start')
    .requiredOption('--email <email>')
    .requiredOption('--name <name>')
    .option('--password <password>', 'better: --password-stdin')
    .option('--password-stdin', 'read the password from standard input')
    .requiredOption('--workspace-name <name>')
    .option('--currency <code>', 'reporting currency', 'UAH')
    .option('--time-zone <zone>', 'IANA time zone', 'Europe/Kyiv')
    .action(async (flags: Text) => {
      const connection = { ...io.connect(), apiKey: null }
      const workspace = { name: flags.workspaceName, currency: flags.currency, time_zone: flags.timeZone }
      const input = {
        token: flags.token,
        email: flags.email,
        name: flags.name,
        password: await passwordOf(io.terminal, flags),
        workspace,
      }
      const { body, sessionToken } = await callOperation(connection, operationNamed('setup.complete'), input)
      await keepKey(io, connection, sessionToken, (body as SignedIn).workspaces[0]?.slug ?? '')
      show(io.terminal, body, io.isJson())
    })

  program
    .command('login')
    .description('Sign in and keep an API key · Увійти й зберегти ключ API')
    .requiredOption('--email <email>')
    .option('--password <password>', 'better: --password-stdin')
    .option('--password-stdin', 'read the password from standard input')
    .action(async (flags: Text) => {
      const found = io.connect()
      const connection = { ...found, apiKey: null }
      const input = { email: flags.email, password: await passwordOf(io.terminal, flags) }
      const { body, sessionToken } = await callOperation(connection, operationNamed('session.create'), input)
      const slugs = (body as SignedIn).workspaces.map(({ slug }) => slug)
      const slug = found.workspace !== null && slugs.includes(found.workspace) ? found.workspace : slugs[0]
      if (slug === undefined) throw new AppError('invalid_input', 'no_workspace')
      await keepKey(io, connection, sessionToken, slug)
      show(io.terminal, body, io.isJson())
    })

  program
    .command('import <file>')
    .description('Read a file, try it, and apply it · Прочитати файл, випробувати й застосувати')
    .option('--kind <kind>', 'what the file holds; found out by itself otherwise')
    .option('--mapping <name>', 'a saved mapping')
    .option('--sheet <name>', 'a sheet of a workbook (.xlsx); the first with a table otherwise')
    .option('--dry-run', 'only say what would be done')
    .option('--skip-bad-rows', 'leave bad rows out instead of refusing the file')
    .option('--currency <code>', 'currency of amounts that name none')
    .option('--pipeline-name <name>', 'pipeline of the deals')
    .action(async (file: string, flags: Text & { dryRun?: true; skipBadRows?: true }) => {
      const connection = io.connect()
      const slug = workspaceOf(connection, null)
      const call = async (name: string, input: Record<string, unknown>) =>
        (await callOperation(connection, operationNamed(name), input)).body as ImportBody
      const { body: stored } = await upload(connection, slug, basename(file), await readSource(file))
      const made = await call('imports.create', {
        file_id: stored.file_id,
        kind: flags.kind,
        mapping_name: flags.mapping,
        sheet: flags.sheet,
      })
      const options = optionsOf(flags)
      if (Object.keys(options).length > 0) await call('imports.update', { id: made.id, version: made.version, options })
      const started = await call(flags.dryRun ? 'imports.preview' : 'imports.apply', { id: made.id })
      try {
        await waitForJob(connection, io.terminal, started.job_id)
      } catch (error) {
        if (error instanceof AppError && error.reason === 'import_refused') await showRefused(io, connection, made.id)
        throw error
      }
      const { shape: _shape, mapping: _mapping, ...report } = await call('imports.get', { id: made.id })
      show(io.terminal, report, io.isJson())
    })
}

type ImportBody = Record<string, unknown> & { id: string; version: number; job_id: string }

/** All-or-nothing: the dry run says which rows, columns and reasons stood in the way. */
async function showRefused(io: Io, connection: Connection, id: string): Promise<void> {
  const { body } = await callOperation(connection, operationNamed('imports.preview'), { id })
  await waitForJob(connection, io.terminal, String(body.job_id))
  const { body: report } = await callOperation(connection, operationNamed('imports.get'), { id })
  const { refused = [] } = (report.report ?? {}) as { refused?: unknown[] }
  show(io.terminal, { items: refused }, io.isJson())
}

const optionsOf = (flags: Text & { skipBadRows?: true }): Record<string, unknown> => ({
  ...(flags.skipBadRows ? { skip_bad_rows: true } : {}),
  ...(flags.currency ? { currency: flags.currency } : {}),
  ...(flags.pipelineName ? { pipeline_name: flags.pipelineName } : {}),
})

async function readSource(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new AppError('invalid_input', 'no_file', { file, detail: (error as Error).message })
  }
}
