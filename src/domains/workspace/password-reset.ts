import { z } from 'zod'
import { AppError, notFound } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { defineOperation, type IdentityContext } from '../../platform/operation.ts'
import { operatorRequest } from '../../platform/operator-proof.ts'
import { hashToken, newToken } from '../../platform/secret-tokens.ts'
import * as schema from './schema.ts'
import { openSession } from './sign-in.ts'
import * as statements from './sql.ts'
import { tellWorkspaces } from './tell-workspaces.ts'

const operatorHours = 1
/** How old a proof of being on the server's own machine may be. */
const proofMs = 60_000

export const resetPassword = defineOperation({
  realm: 'identity',
  name: 'password.reset',
  summary: {
    en: 'Choose a new password by a link, and sign in; every session ends',
    uk: 'Обрати новий пароль за посиланням і ввійти; усі сеанси завершуються',
  },
  kind: 'write',
  allow: 'anyone',
  input: z.strictObject({ token: z.string().max(200), password: schema.password }),
  output: schema.signedIn,
  errors: ['forbidden'],
  run: async (context, { token, password }) => {
    const { db, now, passwords } = context
    const reset = await db.first(statements.spendReset(hashToken(token), now))
    if (!reset || !(await isStillGood(context, reset))) throw new AppError('forbidden', 'reset_link')
    const user = await db.first(statements.selectUser(reset.user_id))
    if (!user) throw new AppError('forbidden', 'reset_link')
    await db.query(statements.updatePassword(user.id, await passwords.hash(password)))
    await db.query(statements.deleteSessionsOf(user.id))
    await db.query(statements.deleteResetsOf(user.id))
    const signedIn = await openSession(context, user.id)
    await tellWorkspaces(context, user, { subject: 'password', after: { user_id: user.id, email: user.email } })
    return signedIn
  },
})

/** A workspace's link reaches that workspace alone: since it was made, its user may have left it or joined another. */
async function isStillGood(
  { db }: IdentityContext,
  reset: { user_id: string; workspace_id: string | null },
): Promise<boolean> {
  if (reset.workspace_id === null) return true
  const memberships = await db.query(statements.selectMembershipsOf(reset.user_id))
  return memberships.length === 1 && memberships[0]?.workspace_id === reset.workspace_id
}

export const resetUserPassword = defineOperation({
  realm: 'identity',
  name: 'users.reset_password',
  summary: {
    en: 'Make a reset link for any user, on the server’s own machine: kurs user reset-password',
    uk: 'Створити посилання скидання для будь-кого, на самому сервері: kurs user reset-password',
  },
  kind: 'write',
  allow: 'anyone',
  input: z.strictObject({ email: schema.email, asked_at: schemas.instant, proof: z.string().max(100) }),
  output: z.object({ email: z.string(), token: z.string(), expires_at: z.string() }),
  errors: ['forbidden', 'not_found'],
  run: async (context, { email, asked_at, proof }) => {
    const { db, now } = context
    const isFresh = Math.abs(Date.parse(now) - Date.parse(asked_at)) < proofMs
    if (!isFresh || !context.isOperator(operatorRequest(email, asked_at), proof))
      throw new AppError('forbidden', 'not_operator')
    const user = await db.first(statements.selectUserByEmail(email))
    if (!user) throw notFound('user', email)
    const token = newToken()
    await db.query(statements.deleteResetsOf(user.id))
    const link = { hash: hashToken(token), userId: user.id, workspaceId: null, hours: operatorHours }
    const reset = await db.first(statements.insertReset(link, now))
    const after = { user_id: user.id, email, reset_link: true }
    await tellWorkspaces(context, user, { subject: 'password', after }, 'by_operator')
    return { email, token, expires_at: reset?.expires_at ?? now }
  },
})
