import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { findCheckoutDir } from '../src/platform/config.ts'

const root = findCheckoutDir()
const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
type Rule = { name: string; to: { path?: string } }
const rules = (createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as { forbidden: Rule[] }).forbidden
const order = JSON.parse(await readFile(join(root, 'src/domains/order.json'), 'utf8')) as string[]

async function cruise(
  cwd: string,
  ...argv: string[]
): Promise<{ summary: { violations: { rule: { name: string }; from: string }[] } }> {
  const args = [program, ...argv, '--config', '.dependency-cruiser.cjs', '--output-type', 'json']
  const options = { cwd, maxBuffer: 2 ** 28 }
  const { stdout } = await promisify(execFile)(process.execPath, args, options).catch(
    (error: { stdout: string }) => error,
  )
  return JSON.parse(stdout)
}

/** For every rule a file that breaks it. Slices break theirs by using the slice above. */
const breaches: Record<string, [path: string, text: string]> = {
  'no-cycles': ['src/platform/round/a.ts', `import './b.ts'`],
  'base-imports-nothing': ['src/base/breach-a.ts', `export * from '../core/there.ts'`],
  'base-is-pure': ['src/base/breach-b.ts', `import 'node:fs'`],
  'locales-import-nothing': ['src/locales/breach.ts', `export * from '../base/there.ts'`],
  'core-imports-base': ['src/core/breach-a.ts', `export * from '../platform/there.ts'`],
  'core-is-pure': ['src/core/breach-b.ts', `import 'node:crypto'`],
  'platform-imports-base': ['src/platform/breach.ts', `export * from '../core/there.ts'`],
  'schema-imports-base': ['src/domains/people/schema.ts', `export * from '../../platform/there.ts'`],
  'sql-imports': ['src/domains/people/sql.ts', `export * from '../../core/there.ts'`],
  'domains-import-down': ['src/domains/people/breach-a.ts', `export * from '../../http/there.ts'`],
  'domains-by-their-index': ['src/domains/deals/breach.ts', `export * from '../people/inner.ts'`],
  'doors-decide-nothing': ['src/http/breach.ts', `export * from '../core/there.ts'`],
  'web-imports': ['web/src/breach.ts', `export * from '../../src/platform/there.ts'`],
  'nothing-imports-tests': ['src/platform/breach-b.ts', `export * from '../../tests/there.ts'`],
  'no-unresolvable': ['src/platform/breach-c.ts', `export * from './nowhere.ts'`],
  ...Object.fromEntries(
    order
      .slice(0, -1)
      .map((slice, i) => [
        `slice-${slice}-imports-down-only`,
        [`src/domains/${slice}/up.ts`, `export * from '../${order[i + 1]}/index.ts'`],
      ]),
  ),
}
const bystanders = [
  ...['base', 'core', 'platform', 'http'].map((room) => `src/${room}/there.ts`),
  'tests/there.ts',
  'src/domains/people/inner.ts',
  ...order.map((slice) => `src/domains/${slice}/index.ts`),
]

test('the walls stand', async () => {
  expect((await cruise(root, 'src', 'web/src')).summary.violations).toEqual([])
}, 120_000)

test('every rule has a breach that it, by name, sees: a rule without one fails here', async () => {
  // The last slice has nothing above it.
  const wanted = rules.filter(({ to }) => to.path !== '^src/domains/($none)/').map(({ name }) => name)
  expect(Object.keys(breaches).toSorted()).toEqual(wanted.toSorted())
  const folder = await mkdtemp(join(tmpdir(), 'kurs-walls-'))
  try {
    const put = async (path: string, text: string): Promise<void> => {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), `${text}\n`)
    }
    for (const path of bystanders) await put(path, 'export const there = 1')
    for (const [path, text] of Object.values(breaches)) await put(path, text)
    await put('src/platform/round/b.ts', `import './a.ts'`)
    await cp(join(root, '.dependency-cruiser.cjs'), join(folder, '.dependency-cruiser.cjs'))
    await cp(join(root, 'src/domains/order.json'), join(folder, 'src/domains/order.json'))
    for (const name of ['tsconfig.json', 'tsconfig.base.json', 'package.json'])
      await cp(join(root, name), join(folder, name))
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    const { violations } = (await cruise(folder, 'src', 'web/src')).summary
    const seen = (name: string, path: string): boolean =>
      violations.some(({ rule, from }) => rule.name === name && from.endsWith(path))
    const unseen = Object.entries(breaches).filter(([name, [path]]) => !seen(name, path))
    expect(unseen).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 120_000)
