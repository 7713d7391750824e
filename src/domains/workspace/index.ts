import * as administration from './administration.ts'
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
] as const

export const workspaceOperations = [
  administration.getSettings,
  administration.updateSettings,
  administration.listMembers,
  administration.updateMember,
  administration.createInvitation,
  administration.listInvitations,
  administration.revokeInvitation,
  administration.createApiKey,
  administration.listApiKeys,
  administration.revokeApiKey,
  administration.listJobs,
  administration.getJob,
  administration.cancelJob,
] as const
