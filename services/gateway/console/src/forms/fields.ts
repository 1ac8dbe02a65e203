// A JSON Schema as the fields of a form. Pure.
import type { Words } from '../language/phrase.ts'
import { FORM } from '../words/desk.ts'
import { resolved, type OpenApi, type Schema } from './schema.ts'

export type Kind = 'text' | 'texts' | 'integer' | 'number' | 'fen' | 'day' | 'choice' | 'flag' | 'record' | 'records' | 'area' | 'group' | 'groups'

export interface Option {
  value: string
  words: Words
}

export interface Field {
  name: string
  kind: Kind
  label: Words
  hint: Words | null
  required: boolean
  /** Its first value, as the input holds it. */
  initial: string
  options: Option[]
  /** The list that records are chosen from: service and path, queries included. */
  source: { service: string; path: string } | null
  schema: Schema
  /** Fields of a group, or of each row of groups. */
  fields: Field[]
}

/** The picker of an area that may be the whole county. */
export const COUNTY_OR_AREA = 'county-or-area'

/** Fields of an object schema, in the order they are declared; hidden ones left out. */
export function fieldsOf(service: string, api: OpenApi, schema: Schema): Field[] {
  const whole = resolved(api, schema)
  const required = new Set(whole.required ?? [])
  return Object.entries(whole.properties ?? {}).flatMap(([name, property]) => {
    const inner = resolved(api, property)
    return inner['x-hidden'] ? [] : [fieldOf(service, api, name, inner, required.has(name))]
  })
}

function fieldOf(service: string, api: OpenApi, name: string, schema: Schema, required: boolean): Field {
  const asked = schema.type === 'boolean' && required && schema.default === undefined // a box left empty is no answer
  const kind = asked ? 'choice' : kindOf(api, schema)
  const holder = kind === 'groups' ? (schema.items ?? {}) : schema
  return {
    name,
    kind,
    label: { zh: schema.title ?? name, en: schema['x-title-en'] ?? schema.title ?? name },
    hint: schema.description ? { zh: schema.description, en: schema['x-hint-en'] ?? schema.description } : null,
    required,
    initial: initialOf(kind, schema),
    options: asked ? ANSWERS : optionsOf(schema),
    source: sourceOf(service, schema),
    schema,
    fields: kind === 'group' || kind === 'groups' ? fieldsOf(service, api, holder) : [],
  }
}

function kindOf(api: OpenApi, schema: Schema): Kind {
  if (schema['x-picker'] === 'area' || schema['x-picker'] === COUNTY_OR_AREA) return 'area'
  if (schema.type === 'array') {
    const item = resolved(api, schema.items ?? {})
    if (item.properties) return 'groups'
    return schema['x-picker'] || item['x-picker'] ? 'records' : 'texts'
  }
  if (schema['x-picker']) return 'record'
  if (schema.properties) return 'group'
  if (schema['x-options'] ?? schema.enum) return 'choice'
  if (schema['x-unit'] === 'fen') return 'fen'
  if (schema.format === 'date') return 'day'
  if (schema.type === 'boolean') return 'flag'
  return schema.type === 'integer' || schema.type === 'number' ? schema.type : 'text'
}

const ANSWERS: Option[] = [
  { value: 'true', words: { zh: FORM.yes[0], en: FORM.yes[1] } },
  { value: 'false', words: { zh: FORM.no[0], en: FORM.no[1] } },
]

function optionsOf(schema: Schema): Option[] {
  if (schema['x-options']) return schema['x-options'].map(({ value, zh, en }) => ({ value, words: { zh, en } }))
  return (schema.enum ?? []).map((value) => ({ value: String(value), words: { zh: String(value), en: String(value) } }))
}

/** "membership:/unions?state=active" names the service; "/unions" means the form's own. */
function sourceOf(service: string, schema: Schema): Field['source'] {
  const text = schema['x-picker-source'] ?? schema.items?.['x-picker-source']
  if (!text) return null
  const [, owner, path] = /^(?:(\w+):)?(\/.*)$/.exec(text) ?? []
  return path ? { service: owner ?? service, path } : null
}

function initialOf(kind: Kind, schema: Schema): string {
  const value = schema.default
  if (value === undefined || value === null || typeof value === 'object') return ''
  return kind === 'fen' ? String(Number(value) / 100) : String(value)
}
