// The parts of a service's OpenAPI document that forms are drawn from, and how it is fetched.
import type { Words } from '../language/phrase.ts'

export interface Schema {
  $ref?: string
  type?: string
  format?: string
  title?: string
  description?: string
  default?: unknown
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  allOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: unknown
  required?: string[]
  minLength?: number
  maxLength?: number
  pattern?: string
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  minItems?: number
  maxItems?: number
  'x-title-en'?: string
  'x-hint-en'?: string
  'x-picker'?: string
  'x-picker-source'?: string | null
  'x-options'?: { value: string; zh: string; en: string }[]
  'x-unit'?: string
  'x-hidden'?: boolean
  'x-personal'?: boolean
  /** Which check digit a number must have. */
  'x-check'?: string
}

export interface Operation {
  operationId: string
  summary?: string
  tags?: string[]
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[]
  responses?: Record<string, { content?: Record<string, { schema: Schema }> }>
  requestBody?: { content: Record<string, { schema: Schema }> }
  'x-command'?: boolean
  'x-creates'?: boolean
  'x-words'?: Words
  'x-offices'?: string[]
  'x-emits'?: string[]
}

export interface OpenApi {
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
  tags?: { name: string; 'x-words'?: Words }[]
}

/** References followed, "or null" dropped; what stands beside them (words, pickers) wins. */
export function resolved(api: OpenApi, schema: Schema): Schema {
  const { $ref, anyOf, allOf, ...beside } = schema
  const inner = $ref
    ? api.components?.schemas?.[$ref.slice($ref.lastIndexOf('/') + 1)]
    : (anyOf?.find((each) => each.type !== 'null') ?? allOf?.[0])
  return inner ? { ...resolved(api, inner), ...beside } : schema
}

/** What a list holds, given its resolved answer: a page's items, or those of a plain array; null when it is no list. */
export function itemOf(answer: Schema): Schema | null {
  return answer.properties?.items?.items ?? (answer.type === 'array' ? (answer.items ?? {}) : null)
}

const known = new Map<string, Promise<OpenApi>>()

/** A service's document; fetched once, again after a failure. */
export function openApi(service: string): Promise<OpenApi> {
  const before = known.get(service)
  if (before) return before
  const fetched = fetch(`/api/${service}/openapi.json`).then(async (answer) => {
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
    return (await answer.json()) as OpenApi
  })
  known.set(service, fetched)
  fetched.catch(() => known.delete(service))
  return fetched
}
