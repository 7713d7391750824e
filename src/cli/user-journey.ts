import { join } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '../base/errors.ts'
import { operatorProof, operatorRequest } from '../platform/operator-proof.ts'
import { readSecrets, secretsPath } from '../platform/secrets.ts'
import { callOperation, type Connection } from './connection.ts'
import { operationNamed } from './jobs.ts'
import { show, type Terminal } from './output.ts'

type Io = { terminal: Terminal; connect: () => Connection; isJson: () => boolean }

/** For whoever can read the data folder: a way in when nobody can sign in any more. */
export function addUserJourney(program: Command, io: Io): void {
  const user = program.command('user').description('On the server’s own machine · На самому сервері')
  user
    .command('reset-password <email>')
    .description('Print a link to choose a new password · Надрукувати посилання, щоб обрати новий пароль')
    .action(async (given: string) => {
      const connection = { ...io.connect(), apiKey: null }
      const email = given.trim().toLowerCase()
      const askedAt = new Date().toISOString()
      const dataDir = io.terminal.env.KURS_DATA_DIR ?? '.kurs'
      const secrets = await readSecrets(secretsPath(dataDir)).catch(() => null)
      if (!secrets) throw new AppError('forbidden', 'not_operator', { path: join(dataDir, 'secrets.json') })
      const proof = operatorProof(Buffer.from(secrets.audit_key, 'hex'), operatorRequest(email, askedAt))
      const input = { email, asked_at: askedAt, proof }
      const { body } = await callOperation(connection, operationNamed('users.reset_password'), input)
      const { token, expires_at } = body
      show(io.terminal, { email, link: `${connection.url}/reset#token=${String(token)}`, expires_at }, io.isJson())
    })
}
