import { join } from 'node:path'
import { build } from 'esbuild'
import { findCheckoutDir } from '../src/platform/config.ts'

/**
 * A program built from the sources as they are: inside node_modules, so that packages, which stay outside as in a real
 * build, are found. Whoever asks for it removes it.
 * @param source below `src`: `http/main.ts`
 */
export async function buildSource(source: string): Promise<string> {
  const checkoutDir = findCheckoutDir()
  const name = source.replaceAll('/', '-').replace('.ts', '')
  const outfile = join(checkoutDir, 'node_modules', '.cache', 'tests', `${name}-${process.pid}.mjs`)
  await build({
    entryPoints: [join(checkoutDir, 'src', source)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  })
  return outfile
}
