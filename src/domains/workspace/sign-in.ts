import { z } from 'zod'
import { AppError } from '../../base/errors.ts'
import * as schemas from '../../base/schemas.ts'
import { absoluteDays } from '../../platform/actors.ts'
import { defineOperation, type IdentityContext } from '../../platform/operation.ts'
import type { Db } from '../../platform/postgres/database.ts'
import { sql } from '../../platform/postgres/query.ts'
import { hashToken, newToken } from '../../platform/secret-tokens.ts'
import { createWorkspace } from './create-workspace.ts'
import * as schema from './schema.ts'
import { authorOf, tellWorkspaces, type Teller } from './tell-workspaces.ts'
import * as statements from './sql.ts'

const identity = { realm: 'identity' } as const
const ok = z.object({ ok: z.literal(true) })

export const getSetup = defineOperation({
  ...identity,
  name: 'setup.get',
  summary: {
    en: 'Whether Kurs still waits for its first administrator',
    uk: 'Чи чекає Курс на першого адміністратора',
  },
  kind: 'read',
  allow: 'anyone',
  input: z.strictObject({}),
  output: z.object({ needs_setup: z.boolean() }),
  errors: [],
  run: async ({ db }) => ({ needs_setup: !(await hasUsers(db)) }),
})

export const completeSetup = defineOperation({
  ...identity,
  name: 'setup.complete',
  summary: { en: 'Create the first administrator and workspace', uk: 'Створити першого адміністратора й простір' },
  kind: 'write',
  allow: 'anyone',
  input: z.strictObject({
    token: z.string().max(200),
    email: schema.email,
    name: schemas.name,
    password: schema.password,
    language: schema.language.default('uk'),
    workspace: z.strictObject({ ...schema.workspaceSettings.shape, slug: schema.slug.optional() }),
  }),
  output: schema.signedIn,
  errors: ['forbidden'],
  run: async (context, input) => {
    const { db, now } = context
    const isSpent = (await db.query(statements.spendSetupToken(hashToken(input.token), now))).length === 0
    if (isSpent || (await hasUsers(db))) throw new AppError('forbidden', 'setup_token')
    const userId = context.newId()
    const passwordHash = await context.passwords.hash(input.password)
    await db.query(statements.insertUser({ ...input, id: userId, passwordHash, now }))
    await createWorkspace(context, input.workspace, { id: userId, name: input.name })
    return openSession(context, userId)
  },
})

export const createSession = defineOperation({
  ...identity,
  name: 'session.create',
  summary: { en: 'Sign in', uk: 'Увійти' },
  kind: 'write',
  allow: 'anyone',
  input: z.strictObject({ email: schema.email, password: z.string().max(200) }),
  output: schema.signedIn,
  errors: ['unauthenticated', 'rate_limited'],
  run: async (context, { email, password }) => {
    const { db, caller, now, passwords } = context
    const failures = await db.first(statements.countFailures(email, caller.address, now))
    if (failures && (failures.here >= 10 || failures.account >= 100)) {
      throw new AppError('rate_limited', 'sign_in_failures', { retry_after_s: 900 })
    }
    const user = await db.first(statements.selectUserByEmail(email))
    if (!(await passwords.verify(user?.password_hash ?? null, password)) || !user) {
      await context.aside(async (aside) => {
        await aside.db.query(statements.insertFailure(email, caller.address, now))
        if (user) await tellOfSignIn({ ...context, ...aside }, user, 'refused')
      })
      throw new AppError('unauthenticated', 'wrong_password')
    }
    if (passwords.isOutdated(user.password_hash)) {
      await db.query(statements.updatePassword(user.id, await passwords.hash(password)))
    }
    const signedIn = await openSession(context, user.id)
    await tellOfSignIn(context, user, 'opened')
    return signedIn
  },
})

export const getSession = defineOperation({
  ...identity,
  name: 'session.get',
  summary: { en: 'Who is signed in, and their workspaces', uk: 'Хто увійшов і в яких просторах працює' },
  kind: 'read',
  allow: 'anyone',
  input: z.strictObject({}),
  output: schema.session,
  errors: [],
  run: async ({ db, caller }) => {
    if (caller.userId === null) return { user: null, workspaces: [], needs_setup: !(await hasUsers(db)) }
    return { ...(await whoIs(db, caller.userId)), needs_setup: false }
  },
})

export const endSession = defineOperation({
  ...identity,
  name: 'session.end',
  summary: { en: 'Sign out', uk: 'Вийти' },
  kind: 'write',
  allow: 'anyone',
  input: z.strictObject({}),
  output: ok,
  errors: [],
  run: async ({ db, caller, session }) => {
    if (caller.sessionHash) await db.query(sql`delete from identity.session where token_hash = ${caller.sessionHash}`)
    session.end()
    return { ok: true as const }
  },
})

export const changePassword = defineOperation({
  ...identity,
  name: 'password.change',
  summary: {
    en: 'Change one’s password; every other session ends',
    uk: 'Змінити свій пароль; інші сеанси завершуються',
  },
  kind: 'write',
  allow: 'signed_in',
  input: z.strictObject({ current: z.string().max(200), next: schema.password }),
  output: ok,
  errors: ['forbidden'],
  run: async (context, { current, next }) => {
    const { db, caller, passwords } = context
    const user = await db.first(statements.selectUser(caller.userId ?? ''))
    if (!user || !(await passwords.verify(user.password_hash, current)))
      throw new AppError('forbidden', 'wrong_password')
    await db.query(statements.updatePassword(user.id, await passwords.hash(next)))
    await db.query(statements.deleteSessionsOf(user.id))
    await db.query(statements.deleteResetsOf(user.id))
    await openSession(context, user.id)
    await tellWorkspaces(context, user, { subject: 'password', after: { user_id: user.id, email: user.email } })
    return { ok: true as const }
  },
})

export const updateUser = defineOperation({
  ...identity,
  name: 'profile.update',
  summary: { en: 'Change one’s own name or language', uk: 'Змінити власне ім’я або мову' },
  kind: 'write',
  allow: 'signed_in',
  input: z.strictObject({ name: schemas.name.optional(), language: schema.language.optional() }),
  output: schema.signedIn,
  errors: [],
  run: async ({ db, caller }, input) => {
    await db.query(sql`
      update identity.account_user set name = coalesce(${input.name ?? null}, name), language = coalesce(${input.language ?? null}, language)
      where id = ${caller.userId}`)
    return whoIs(db, caller.userId ?? '')
  },
})

export const createWorkspaceOperation = defineOperation({
  ...identity,
  name: 'workspaces.create',
  summary: { en: 'Create another workspace', uk: 'Створити ще один простір' },
  kind: 'write',
  allow: 'signed_in',
  input: z.strictObject({ ...schema.workspaceSettings.shape, slug: schema.slug.optional() }),
  output: schema.signedIn,
  errors: ['forbidden', 'conflict'],
  run: async (context, input) => {
    const { db, caller } = context
    const known = await whoIs(db, caller.userId ?? '')
    if (!known.workspaces.some(({ role }) => role === 'administrator'))
      throw new AppError('forbidden', 'role', { operation: 'workspaces.create' })
    await createWorkspace(context, input, known.user)
    return whoIs(db, known.user.id)
  },
})

export const acceptInvitation = defineOperation({
  ...identity,
  name: 'invitations.accept',
  summary: { en: 'Accept an invitation and sign in', uk: 'Прийняти запрошення й увійти' },
  kind: 'write',
  allow: 'anyone',
  input: z.strictObject({
    token: z.string().max(200),
    name: schemas.name,
    password: schema.password,
    language: schema.language.default('uk'),
  }),
  output: schema.signedIn,
  errors: ['forbidden'],
  run: async (context, input) => {
    const { db, now, passwords } = context
    const invitation = await db.first(statements.spendInvitation(hashToken(input.token), now))
    if (!invitation) throw new AppError('forbidden', 'invitation')
    const known = await db.first(statements.selectUserByEmail(invitation.email))
    // An address that already has a login joins with its own password; the invitation alone must not replace it.
    if (known && !(await passwords.verify(known.password_hash, input.password)))
      throw new AppError('forbidden', 'wrong_password')
    const userId = known?.id ?? context.newId()
    if (!known) {
      const passwordHash = await passwords.hash(input.password)
      await db.query(statements.insertUser({ ...input, email: invitation.email, id: userId, passwordHash, now }))
    }
    await db.query(
      statements.insertMember({
        workspaceId: invitation.workspace_id,
        userId,
        role: invitation.role,
        personId: invitation.person_id,
        now,
      }),
    )
    // Links made while the user was in one workspace alone must not outlive that.
    await db.query(statements.deleteResetsOf(userId))
    const signedIn = await openSession(context, userId)
    const { workspace_id: workspaceId, email, role, person_id } = invitation
    await context.inWorkspace(workspaceId, { author: authorOf(signedIn.user) }, async ({ changes }) =>
      changes.note('member', context.newId(), null, { user_id: userId, email, role, person_id }),
    )
    return signedIn
  },
})

const tellOfSignIn = (
  context: Teller,
  user: { id: string; name: string; email: string },
  outcome: 'opened' | 'refused',
): Promise<void> => {
  const after = { user_id: user.id, email: user.email, outcome, address: context.caller.address }
  return tellWorkspaces(context, user, { subject: 'session', after }, outcome)
}

/** A new session, its token handed to the door; the caller's earlier session on this device ends. */
export async function openSession(context: IdentityContext, userId: string): Promise<schema.SignedIn> {
  const { db, now, caller, session } = context
  const token = newToken()
  if (caller.sessionHash) await db.query(sql`delete from identity.session where token_hash = ${caller.sessionHash}`)
  const { device, address } = caller
  await db.query(statements.insertSession({ hash: hashToken(token), userId, device, address, days: absoluteDays }, now))
  session.issue(token)
  return whoIs(db, userId)
}

async function whoIs(db: Db, userId: string): Promise<schema.SignedIn> {
  const user = await db.first(statements.selectUser(userId))
  if (!user) throw new AppError('unauthenticated', 'sign_in')
  const workspaces = await db.query(statements.selectWorkspacesOf(userId))
  return { user: { id: user.id, email: user.email, name: user.name, language: user.language }, workspaces }
}

const hasUsers = async (db: Db): Promise<boolean> =>
  (await db.query(sql`select 1 from identity.account_user limit 1`)).length > 0
