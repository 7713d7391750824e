import * as administration from './administration.ts'
import * as apiKeys from './api-keys.ts'
import * as audit from './audit.ts'
import * as invitations from './invitations.ts'
import * as members from './members.ts'
import * as passwordReset from './password-reset.ts'
import * as schedules from './schedules.ts'
import * as sessions from './sessions.ts'
import * as signIn from './sign-in.ts'

export const identityOperations = [
  signIn.getSetup,
  signIn.completeSetup,
  signIn.createSession,
  signIn.getSession,
  signIn.endSession,
  signIn.changePassword,
  signIn.updateUser,
  signIn.createWorkspaceOperation,
  signIn.acceptInvitation,
  sessions.listSessions,
  sessions.endOneSession,
  sessions.endOtherSessions,
  passwordReset.resetPassword,
  passwordReset.resetUserPassword,
] as const

export const workspaceOperations = [
  administration.getSettings,
  administration.updateSettings,
  members.listMembers,
  members.updateMember,
  members.removeMember,
  members.resetMemberPassword,
  invitations.createInvitation,
  invitations.listInvitations,
  invitations.revokeInvitation,
  apiKeys.createApiKey,
  apiKeys.listApiKeys,
  apiKeys.revokeApiKey,
  administration.listJobs,
  administration.getJob,
  administration.cancelJob,
  administration.retryJob,
  schedules.listSchedules,
  schedules.setSchedule,
  schedules.pauseSchedule,
  schedules.resumeSchedule,
  schedules.runSchedule,
  schedules.latestBackup,
  audit.listAudit,
  audit.verifyAudit,
  audit.getVerification,
  audit.latestVerification,
] as const

export const workspaceJobs = [audit.verifyAuditJob] as const
