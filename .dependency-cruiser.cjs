/**
 * The walls of the house (docs/adr/0002-walls.md). Imports go down only; type imports count; no exceptions.
 * A domain may import another domain only through its index.ts, and only one that stands below it in
 * src/domains/order.json.
 */
const order = require('./src/domains/order.json')

const above = order.map((slice, i) => ({
  name: `slice-${slice}-imports-down-only`,
  severity: 'error',
  comment: `domains/${slice} may use only the slices below it in domains/order.json`,
  from: { path: `^src/domains/${slice}/` },
  to: { path: `^src/domains/(${order.slice(i + 1).join('|') || '$none'})/` },
}))

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'base-imports-nothing',
      severity: 'error',
      from: { path: '^src/base/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|web|tests|bench|sample)/', pathNot: '^src/base/' },
    },
    {
      name: 'base-is-pure',
      severity: 'error',
      from: { path: '^src/base/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core', 'npm'], pathNot: 'temporal-polyfill|node_modules/zod' },
    },
    {
      name: 'locales-import-nothing',
      severity: 'error',
      from: { path: '^src/locales/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|web)/', pathNot: '^src/locales/' },
    },
    {
      name: 'core-imports-base',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|web)/', pathNot: '^src/(core|base)/' },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core', 'npm'] },
    },
    {
      name: 'platform-imports-base',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|web)/', pathNot: '^src/(platform|base)/' },
    },
    {
      name: 'schema-imports-base',
      severity: 'error',
      from: { path: '^src/domains/[^/]+/schema\\.ts$' },
      to: { path: '^(src|web)/', pathNot: '^src/base/' },
    },
    {
      name: 'sql-imports',
      severity: 'error',
      from: { path: '^src/domains/([^/]+)/sql\\.ts$' },
      to: { path: '^(src|web)/', pathNot: '^src/(base|platform)/|^src/domains/$1/' },
    },
    {
      name: 'domains-import-down',
      severity: 'error',
      from: { path: '^src/domains/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src|web)/', pathNot: '^src/(base|core|platform|domains)/' },
    },
    {
      name: 'domains-by-their-index',
      severity: 'error',
      from: { path: '^src/domains/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/domains/([^/]+)/', pathNot: '^src/domains/$1/|^src/domains/[^/]+/index\\.ts$' },
    },
    ...above,
    {
      name: 'doors-decide-nothing',
      severity: 'error',
      from: { path: '^src/(http|cli|mcp|worker)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(domains|core)/' },
    },
    {
      name: 'web-imports',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^src/', pathNot: '^src/(base|locales)/|^src/domains/[^/]+/schema\\.ts$|^src/catalog\\.ts$' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(src|web)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^tests/' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
