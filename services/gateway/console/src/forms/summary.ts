// What was filled in, one line a field, so that a slip is noticed after sending. Pure.
import type { Field } from './fields.ts'
import type { Schema } from './schema.ts'
import { fen, sent, type Value, type Values } from './values.ts'

export interface Line {
  /** Where it stands: "/place/town". */
  pointer: string
  field: Field
  value: Exclude<Value, Values | Values[]>
}

/** Filled fields in their order, those of groups among them; what was left empty is left out. */
export function lines(fields: Field[], values: Values, at = ''): Line[] {
  return fields.flatMap((field): Line[] => {
    const pointer = `${at}/${field.name}`
    const value = values[field.name]
    if (field.kind === 'group') return lines(field.fields, value as Values, pointer)
    if (field.kind === 'groups') return (value as Values[]).flatMap((row, index) => lines(field.fields, row, `${pointer}/${index}`))
    const filled = typeof value === 'boolean' || (value as string | string[] | undefined)?.length
    return filled ? [{ pointer, field, value: value as Line['value'] }] : []
  })
}

const LEAD = 6
const TAIL = 4

/** An ID number as lists show it: 110105********002X. */
export const masked = (text: string): string => text.slice(0, LEAD) + '*'.repeat(Math.max(text.length - LEAD - TAIL, 0)) + text.slice(-TAIL)

const PHONE = /^1\d{10}$/

/** A personal number as lists show it: of a phone its first three and last four, of a bank card its last four alone. */
function maskedOf(schema: Schema, text: string): string {
  if ((schema['x-check'] ?? schema.items?.['x-check']) === 'id-number') return masked(text)
  return `${PHONE.test(text) ? text.slice(0, 3) : ''}****${text.slice(-TAIL)}`
}

/** Typed text as the summary shows it; amounts as they were understood. */
export function shownText(field: Field, text: string, yuan: (fen: string) => string): string {
  const amount = field.kind === 'fen' ? fen(text) : null
  if (amount !== null) return yuan(String(amount))
  const plain = sent(field.schema.pattern ?? field.schema.items?.pattern, text)
  return field.schema['x-personal'] && /^[\dXx]+$/.test(plain) ? maskedOf(field.schema, plain) : plain
}
