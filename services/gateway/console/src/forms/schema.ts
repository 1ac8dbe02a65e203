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
