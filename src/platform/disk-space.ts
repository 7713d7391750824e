import { statfs } from 'node:fs/promises'

/** Less free disk than this is too little to work on. */
export const lowestFreeBytes = 2 ** 30

/** Bytes that this account may still write where the folder lies. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
