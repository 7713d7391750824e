import * as fc from 'fast-check'

/** Stands in every hostile text: a statement whose own text holds it was put together from what somebody sent. */
export const canary = 'zq7canary'

/** An own key named `__proto__`, as a parser that does not look makes it. */
const withProto = (text: string): unknown => JSON.parse(text) as unknown

const texts: readonly string[] = [
  `'; drop table kurs.deal; -- ${canary}`,
  `${canary}' or '1'='1`,
  `id; select set_config('kurs.workspace_id','x',true) /*${canary}*/`,
  `(select ${canary})`,
  `name" desc, "${canary}`,
  `\\'; ${canary}`,
  `$$${canary}$$`,
  `\${${canary}}`,
  `${canary}\u0000`,
  `\u0000`,
  `${canary}\ud800`,
  '\udfff',
  `\u202e${canary}\ufeff`,
  '../../../etc/passwd',
  '%00%2e%2e',
  '',
  ' ',
  'null',
  'true',
  'NaN',
  '-0',
  '1e999',
  '0x10',
  '99999999999999999999',
  '2026-02-30',
  '2026-99-99',
  '0000-00-00',
  '0001-01-01',
  '9999-12-31',
  '-271821-04-20',
  '2026-02-30T25:61:61Z',
  '2026-01-01T24:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:60.999999Z',
  'infinity',
  'Europe/Kyiv',
  'UTC+99:99',
  `Europe/${canary}`,
  'hasOwnProperty',
  '__proto__',
  'constructor',
  'toString',
  'account.__proto__',
  'account.constructor',
  `account.${canary}`,
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF',
  '-1.-1',
  '1.1',
  '9999999999.9999999999',
  'NaN.NaN',
  ...[
    [null, 'x'],
    ['\u0000', '00000000-0000-4000-8000-000000000000'],
    [1e300, '00000000-0000-4000-8000-000000000000'],
  ].map((cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url')),
]

const others: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  1e308,
  -1e308,
  5e-324,
  [],
  {},
  [[[[[[]]]]]],
  withProto('{"__proto__":{"polluted":"yes"}}'),
  withProto('{"constructor":{"prototype":{"polluted":"yes"}}}'),
  withProto('[{"__proto__":[]}]'),
  { toString: 1, valueOf: 1, toJSON: canary },
  { length: 1e9 },
  { op: 'eq', field: '__proto__', value: canary },
]

/** A base64url cursor of a list, well formed but for its value. */
const cursor = fc
  .tuple(fc.oneof(fc.constantFrom(...texts), fc.integer(), fc.double(), fc.boolean(), fc.constant(null)), fc.uuid())
  .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'))

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }).map((text) => `${canary}${text}`) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 20 }) },
  { weight: 1, arbitrary: cursor },
  { weight: 1, arbitrary: fc.integer({ min: 500, max: 5000 }).map((length) => canary.padEnd(length, 'я')) },
)

export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: hostileText },
  { weight: 3, arbitrary: fc.constantFrom(...others) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.double() },
)

/** Keys that nobody may set, and those that JavaScript itself listens to. */
export const strangeKey: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON', ''),
  fc.constantFrom('id', 'workspace_id', 'version', 'role', 'status', 'created_at', 'archived_at', 'user_id', 'allow'),
  hostileText,
)

/** Bodies that are no JSON, or JSON that a parser chokes on. */
export const strangeBody: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '1e999',
    '{"name":1e999}',
    '{"a":1,"a":2}',
    '{"name":"x","name":"y"}',
    '{"__proto__":{"polluted":"yes"}}',
    '{"name":"x","constructor":{"prototype":{"polluted":"yes"}}}',
    '{"name":"\\ud800"}',
    `{"name":"${canary}"`,
    '\ufeff{}',
    '{"version":12345678901234567890}',
  ),
  fc.constantFrom(100, 2000, 10_000).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc.constantFrom(100, 2000, 10_000).map((depth) => `${'{"name":'.repeat(depth)}1${'}'.repeat(depth)}`),
  fc
    .constantFrom(1000, 20_000)
    .map((count) => `{${Array.from({ length: count }, (_, i) => `"k${i}":${i}`).join(',')}}`),
  fc.string({ unit: 'binary', maxLength: 50 }),
)
