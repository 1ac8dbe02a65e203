// What the inputs of a form hold, and the request body it makes. Pure.
import { code, holdsCode } from './code.ts'
import type { Field } from './fields.ts'

export type Value = string | string[] | boolean | Values | Values[]
export interface Values {
  [name: string]: Value
}

/** A form before anybody touched it; the business day is today. */
export function blank(fields: Field[], today: string, given: Record<string, string> = {}): Values {
  return Object.fromEntries(fields.map((field) => [field.name, blankOf(field, today, given[field.name])]))
}

function blankOf(field: Field, today: string, given?: string): Value {
  switch (field.kind) {
    case 'flag':
      return field.initial === 'true'
    case 'texts':
    case 'records':
      return given ? [given] : []
    case 'groups':
      return []
    case 'group':
      return blank(field.fields, today)
    default:
      return given ?? (field.name === BUSINESS_DAY ? today : field.initial)
  }
}

/** The day something happened: never in the future. */
export const BUSINESS_DAY = 'occurred_on'

/** Yuan as typed → fen, exactly; null when it is not an amount. */
export function fen(text: string): number | null {
  const found = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text.normalize('NFKC').replaceAll(/[,\s]/g, ''))
  if (!found) return null
  const amount = Number(`${found[2]}${(found[3] ?? '').padEnd(2, '0')}`)
  return found[1] ? -amount : amount
}

/** A text as it is sent: without the spaces around it; numbers and codes in plain characters, in capitals if need be. */
export function sent(pattern: string | undefined, text: string): string {
  if (!holdsCode(pattern)) return text.trim()
  const plain = code(text)
  const fits = new RegExp(pattern, 'u')
  return !fits.test(plain) && fits.test(plain.toUpperCase()) ? plain.toUpperCase() : plain
}

/** The JSON body; empty optional fields are left out. */
export function body(fields: Field[], values: Values): Record<string, unknown> {
  return Object.fromEntries(
    fields.map((field) => [field.name, json(field, values[field.name])]).filter(([, value]) => value !== undefined),
  )
}

function json(field: Field, value: Value | undefined): unknown {
  if (field.kind === 'group') return body(field.fields, value as Values)
  if (field.kind === 'groups') return (value as Values[]).map((row) => body(field.fields, row))
  if (Array.isArray(value)) {
    const filled = (value as string[]).map((text) => sent(field.schema.items?.pattern, text)).filter(Boolean)
    return filled.length || field.required ? filled : undefined
  }
  if (typeof value === 'boolean') return value
  const text = sent(field.kind === 'text' ? field.schema.pattern : undefined, String(value ?? ''))
  if (text === '') return undefined
  if (field.kind === 'choice' && field.schema.type === 'boolean') return text === 'true'
  if (field.kind === 'fen') return fen(text)
  return field.kind === 'integer' || field.kind === 'number' ? Number(text.normalize('NFKC')) : text
}
