// Checks a form by its JSON Schema before it is sent; the service checks again. Pure.
import type { Phrase, Values as Named } from '../language/phrase.ts'
import { CHECK } from '../words/desk.ts'
import { creditCodeRight, holdsCode, idNumberRight, lengthOf } from './code.ts'
import type { Field } from './fields.ts'
import type { Schema } from './schema.ts'
import { BUSINESS_DAY, fen, sent, type Value, type Values } from './values.ts'

export interface Wrong {
  phrase: Phrase
  values: Named
}
/** By JSON pointer, as the service's problem details name fields too. */
export type Wrongs = Record<string, Wrong>

export function check(fields: Field[], values: Values, today: string, at = ''): Wrongs {
  const wrongs: Wrongs = {}
  for (const field of fields) {
    const pointer = `${at}/${field.name}`
    const value = values[field.name]
    if (field.kind === 'group') Object.assign(wrongs, check(field.fields, value as Values, today, pointer))
    if (field.kind === 'groups') {
      for (const [index, row] of (value as Values[]).entries()) {
        Object.assign(wrongs, check(field.fields, row, today, `${pointer}/${index}`))
      }
    }
    const found = wrong(field, value, today)
    if (found) wrongs[pointer] = found
    else if (field.kind === 'texts') Object.assign(wrongs, ofTexts(field.schema.items ?? {}, value as string[], pointer))
  }
  return wrongs
}

const because = (phrase: Phrase, n?: string | number, now?: number): Wrong => ({
  phrase,
  values: { ...(n === undefined ? {} : { n }), ...(now === undefined ? {} : { now }) },
})

function wrong(field: Field, value: Value | undefined, today: string): Wrong | null {
  if (Array.isArray(value)) return ofList(field, value)
  if (typeof value !== 'string') return null
  const text = sent(field.kind === 'text' ? field.schema.pattern : undefined, value)
  if (text === '') return field.required ? missing(field) : null
  if (field.kind === 'fen') return ofMoney(field.schema, text)
  if (field.kind === 'integer' || field.kind === 'number') return ofNumber(field, text)
  if (field.kind === 'day') return ofDay(field, text, today)
  return field.kind === 'text' ? ofText(field.schema, text) : null
}

const CHOSEN = new Set(['choice', 'record', 'records', 'area'])

function missing(field: Field): Wrong {
  return because(CHOSEN.has(field.kind) ? CHECK.choose : CHECK.missing)
}

function ofList(field: Field, value: unknown[]): Wrong | null {
  const { minItems, maxItems } = field.schema
  if (field.required && value.length === 0 && (minItems ?? 1) > 0) return missing(field)
  if (value.length > 0 && minItems !== undefined && value.length < minItems) return because(CHECK.fewest, minItems)
  if (maxItems !== undefined && value.length > maxItems) return because(CHECK.fewestMost, maxItems)
  return null
}

/** Each filled line of a list of texts; lines are counted as they are sent. */
function ofTexts(schema: Schema, value: string[], pointer: string): Wrongs {
  const filled = value.map((text) => sent(schema.pattern, text)).filter(Boolean)
  const found = filled.map((text, index): [string, Wrong | null] => [`${pointer}/${index}`, ofText(schema, text)])
  return Object.fromEntries(found.filter((each): each is [string, Wrong] => each[1] !== null))
}

function ofText(schema: Schema, text: string): Wrong | null {
  const length = [...text].length
  if (schema.minLength !== undefined && length < schema.minLength) return because(CHECK.short, schema.minLength)
  if (schema.maxLength !== undefined && length > schema.maxLength) return because(CHECK.long, schema.maxLength)
  if (schema.pattern && !new RegExp(schema.pattern, 'u').test(text)) return ofCode(schema.pattern, length)
  if (schema['x-check'] === 'id-number' && !idNumberRight(text)) return because(CHECK.idNumber)
  if (schema['x-check'] === 'credit-code' && !creditCodeRight(text)) return because(CHECK.creditCode)
  return null
}

function ofCode(pattern: string, now: number): Wrong {
  const wanted = holdsCode(pattern) ? lengthOf(pattern) : null
  return wanted === null || wanted === now ? because(CHECK.pattern) : because(CHECK.length, wanted, now)
}

function ofNumber(field: Field, text: string): Wrong | null {
  const number = Number(text.normalize('NFKC'))
  if (!Number.isFinite(number)) return because(CHECK.number)
  if (field.kind === 'integer' && !Number.isSafeInteger(number)) return because(CHECK.integer)
  return within(field.schema, number, String)
}

function ofMoney(schema: Schema, text: string): Wrong | null {
  const amount = fen(text)
  return amount === null ? because(CHECK.money) : within(schema, amount, (limit) => String(limit / 100))
}

function within(schema: Schema, number: number, shown: (limit: number) => string): Wrong | null {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema
  if (minimum !== undefined && number < minimum) return because(CHECK.least, shown(minimum))
  if (maximum !== undefined && number > maximum) return because(CHECK.most, shown(maximum))
  if (exclusiveMinimum !== undefined && number <= exclusiveMinimum) return because(CHECK.above, shown(exclusiveMinimum))
  if (exclusiveMaximum !== undefined && number >= exclusiveMaximum) return because(CHECK.below, shown(exclusiveMaximum))
  return null
}

function ofDay(field: Field, text: string, today: string): Wrong | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return because(CHECK.day)
  return field.name === BUSINESS_DAY && text > today ? because(CHECK.future) : null
}
