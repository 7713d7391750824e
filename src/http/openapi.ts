import { z } from 'zod'
import { errorTable, type ErrorCode } from '../base/errors.ts'
import { isPagedList, routeOf, type Operation } from '../platform/operation.ts'

type Json = Record<string, unknown>

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json
  return rest
}

/** Errors that any operation may answer with, beside those it names. */
const always: readonly ErrorCode[] = ['invalid_input', 'internal', 'unavailable', 'timeout']
const inWorkspace: readonly ErrorCode[] = ['unauthenticated', 'forbidden', 'not_found']

/** The catalogue as an OpenAPI 3.1 document: one path item per operation, bodies and parameters from its schemas. */
export function openApiDocument(operations: readonly Operation[]): Json {
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    const { method, path } = routeOf(operation)
    const address = path.replaceAll(/:(\w+)/g, '{$1}')
    paths[address] = { ...paths[address], [method.toLowerCase()]: describe(operation) }
    if (isPagedList(operation)) paths[`${address}/export`] = { get: describeExport(operation) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Kurs API', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key (kurs_…)' },
        session: { type: 'apiKey', in: 'cookie', name: 'kurs_session' },
      },
      schemas: { Problem: problemSchema },
    },
  }
}

const problemSchema: Json = {
  type: 'object',
  description: 'RFC 9457 problem details',
  required: ['type', 'status', 'code', 'reason', 'params'],
  properties: {
    type: { type: 'string' },
    status: { type: 'integer' },
    code: { enum: Object.keys(errorTable) },
    reason: { type: 'string' },
    params: { type: 'object' },
  },
}

function describe(operation: Operation): Json {
  const { method, takesId } = routeOf(operation)
  const input = jsonSchema(operation.input, 'input') as { properties?: Record<string, Json>; required?: string[] }
  const own = Object.entries(input.properties ?? {}).filter(([key]) => !(takesId && key === 'id'))
  const pathParameters = [...(operation.realm === 'workspace' ? ['workspace'] : []), ...(takesId ? ['id'] : [])]
  return {
    operationId: operation.name,
    summary: operation.summary.en,
    'x-summary-uk': operation.summary.uk,
    tags: [operation.name.split('.')[0]],
    ...(operation.realm === 'identity' && operation.allow === 'anyone' ? { security: [] } : {}),
    parameters: [
      ...pathParameters.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...(method === 'GET'
        ? own.map(([name, schema]) => queryParameter(name, schema, input.required?.includes(name) ?? false))
        : []),
    ],
    ...(method === 'GET' ? {} : { requestBody: requestBody(own, input.required ?? []) }),
    responses: responsesOf(operation),
  }
}

/** A list as a CSV file or an Excel workbook: the list's own questions, without its pages. */
function describeExport(operation: Operation): Json {
  const list = describe(operation) as { parameters: Json[]; responses: Json; tags: string[] }
  const parameters = list.parameters.filter(({ name }) => name !== 'cursor' && name !== 'limit')
  const more = [
    {
      name: 'columns',
      in: 'query',
      required: false,
      description: 'Comma-separated; default: all',
      schema: { type: 'string' },
    },
    {
      name: 'language',
      in: 'query',
      required: false,
      description: 'Language of the header; default: field names',
      schema: { enum: ['en', 'uk'] },
    },
    {
      name: 'format',
      in: 'query',
      required: false,
      description: 'A CSV file or an Excel workbook; default: csv',
      schema: { enum: ['csv', 'xlsx'] },
    },
  ]
  const ok = {
    description: 'A CSV file or an Excel workbook',
    content: {
      'text/csv': { schema: { type: 'string' } },
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
        schema: { type: 'string', format: 'binary' },
      },
    },
  }
  return {
    operationId: `${operation.name.replace('.list', '')}.export`,
    summary: `${operation.summary.en} as a CSV file or an Excel workbook`,
    'x-summary-uk': `${operation.summary.uk} у файл CSV або книгу Excel`,
    tags: list.tags,
    parameters: [...parameters, ...more],
    responses: { ...list.responses, 200: ok },
  }
}

const isStructured = (schema: Json): boolean => schema.type === 'array' || schema.type === 'object'

const queryParameter = (name: string, schema: Json, required: boolean): Json => ({
  name,
  in: 'query',
  required,
  ...(isStructured(schema) ? { content: { 'application/json': { schema } } } : { schema }),
})

const requestBody = (own: [string, Json][], required: string[]): Json => {
  const properties = Object.fromEntries(own)
  const needed = required.filter((key) => key in properties)
  const schema = {
    type: 'object',
    properties,
    ...(needed.length > 0 ? { required: needed } : {}),
    additionalProperties: false,
  }
  return { required: needed.length > 0, content: { 'application/json': { schema } } }
}

function responsesOf(operation: Operation): Json {
  const codes = new Set<ErrorCode>([
    ...always,
    ...(operation.realm === 'workspace' ? inWorkspace : []),
    ...operation.errors,
  ])
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes)
    byStatus.set(errorTable[code].status, [...(byStatus.get(errorTable[code].status) ?? []), code])
  const problems = [...byStatus].map(([status, names]) => [
    String(status),
    {
      description: names.join(', '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ])
  const answer = {
    description: 'OK',
    content: { 'application/json': { schema: jsonSchema(operation.output, 'output') } },
  }
  return { '200': answer, ...Object.fromEntries(problems) }
}
