// One event of a record in words: what it says, and for a correction what was and what is now. Pure.
import { codeWords } from '../../forms/codes.ts'
import type { OpenApi } from '../../forms/schema.ts'
import type { Words } from '../../language/phrase.ts'
import { partWords } from '../../words/parts.ts'

/** As chassis/history.py answers it. */
export interface Happened {
  id: string
  type: string
  words: Words
  occurred_on: string
  recorded_at: string
  actor: string
  office: string | null
  /** Empty for what no office did. */
  office_words: Partial<Words>
  on_behalf_of: string | null
  of: Words | null
  data: Data
  codes: Record<string, Words>
}

type Data = Record<string, unknown>

/** A value as it can be said: a code's words, an amount, a day, an area, an organisation's or record's id, a text. */
export type Said =
  | { kind: 'words'; words: Words }
  | { kind: 'fen' | 'day' | 'area' | 'number' | 'text'; text: string }
  | { kind: 'flag'; on: boolean }
  | { kind: 'record'; name: string; id: string; area: string | null }

export interface Line {
  name: string
  head: Words
  /** Null where nothing was said before, or nothing is any more. */
  before: Said | null
  after: Said | null
}

const UNSAID = new Set(['type', 'corrects', 'voids', 'before', 'after', 'before_on', 'after_on', 'reason', 'place'])
const DAY = /^\d{4}-\d\d-\d\d$/
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

interface Place {
  org?: string | null
  area: string
}

const isPlace = (value: unknown): value is Place => typeof value === 'object' && value !== null && 'area' in value

export const corrects = ({ data }: Happened): boolean => 'before' in data && 'after' in data
export const voids = ({ data }: Happened): boolean => 'before' in data && !('after' in data)

/** Of a plain event its data; of a correction what differs; of a voiding what was said. */
export function linesOf(service: string, api: OpenApi, event: Happened, subject: string): Line[] {
  const { data } = event
  const before = { ...(data.before as Data | undefined), ...dayOf(data.before_on) }
  const after = { ...(data.after as Data | undefined), ...dayOf(data.after_on) }
  const line = (name: string, was: unknown, is: unknown): Line[] => {
    const [from, to] = [said(service, api, event, name, was), said(service, api, event, name, is)]
    const head = partWords(name)
    return head && (from || to) ? [{ name, head: { zh: head[0], en: head[1] }, before: from, after: to }] : []
  }
  const names = (of: Data) => Object.keys(of).filter((name) => !UNSAID.has(name) && of[name] !== subject)
  if (corrects(event)) return names({ ...before, ...after }).filter((name) => !same(before[name], after[name])).flatMap((name) => line(name, before[name], after[name]))
  if (voids(event)) return names(before).flatMap((name) => line(name, before[name], undefined))
  return names(data).flatMap((name) => line(name, undefined, data[name]))
}

/** Why an entry was put right or a record ended, where the event says. */
export function reasonOf(service: string, api: OpenApi, { data, codes }: Happened): Words | null {
  return typeof data.reason === 'string' ? (codes[data.reason] ?? codeWords(service, api, 'reason', data.reason)) : null
}

const dayOf = (day: unknown): Data => (typeof day === 'string' ? { occurred_on: day } : {})
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

function said(service: string, api: OpenApi, { codes }: Happened, name: string, value: unknown): Said | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return { kind: 'flag', on: value }
  if (isPlace(value)) return value.org ? { kind: 'record', name, id: value.org, area: value.area } : { kind: 'area', text: value.area }
  if (typeof value === 'number') return { kind: name.endsWith('_fen') ? 'fen' : 'number', text: String(value) }
  if (typeof value !== 'string') return null // lists of ids are read where they stand
  if (codes[value]) return { kind: 'words', words: codes[value] }
  if (ID.test(value)) return { kind: 'record', name, id: value, area: null }
  if (DAY.test(value)) return { kind: 'day', text: value }
  if (name === 'area' || name.endsWith('_area')) return { kind: 'area', text: value }
  const words = codeWords(service, api, name, value)
  return words.zh === value ? { kind: 'text', text: value } : { kind: 'words', words }
}
