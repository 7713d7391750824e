import { createHash, randomBytes } from 'node:crypto'

/** A secret of 256 bits that its holder shows; only its hash is stored. `prefix` tells people what it is. */
export const newToken = (prefix = ''): string => `${prefix}${randomBytes(32).toString('base64url')}`
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
