import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Shows that a program can read `secrets.json`: it runs on the server's own machine, as the account that owns Kurs.
 * @param auditKey the installation's key, of which nothing can be learned from the proof
 * @param said what is asked for, with the instant of asking; a proof is good for nothing else
 */
export const operatorProof = (auditKey: Buffer, said: string): string =>
  createHmac('sha256', auditKey).update(`operator\n${said}`).digest('base64url')

export function isOperatorProof(auditKey: Buffer, said: string, proof: string): boolean {
  const expected = Buffer.from(operatorProof(auditKey, said))
  const shown = Buffer.from(proof)
  return shown.length === expected.length && timingSafeEqual(shown, expected)
}

/** What a reset of a password is asked for with. */
export const operatorRequest = (email: string, askedAt: string): string => `reset-password ${email} ${askedAt}`
