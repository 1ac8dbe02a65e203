// What the rows of a list consist of: each part with its words and its kind, codes and ids told from what stands for them. Pure.
import type { Words } from '../language/phrase.ts'
import { partWords } from '../words/parts.ts'
import { codeWords } from './codes.ts'
import { listOfId } from './related.ts'
import type { Row } from './records.ts'
import { resolved, type OpenApi, type Schema } from './schema.ts'

export type PartKind = 'words' | 'area' | 'fen' | 'due' | 'clock' | 'day' | 'moment' | 'flag' | 'number' | 'record' | 'text' | 'texts' | 'rows'

export interface Part {
  name: string
  kind: PartKind
  head: Words
  /** Where the record that it names is read, and which part of the row holds its id. */
  to: { list: string; id: string } | null
  /** Words of its codes, where the row holds codes alone. */
  codes: Record<string, Words>
  /** Of a part that is itself a list. */
  parts: Part[]
}

/** Said elsewhere on the page, or for the page alone. */
const UNSAID = new Set(['id', 'revision', 'label', 'name', 'days_left', 'provisional', 'sort', 'reveal'])
const NAMES = ['_name', '_label']
const CHINESE = /\p{Script=Han}/u

export const stateFirst = (parts: Part[]): Part[] => [...parts.filter(({ name }) => name === 'words'), ...parts.filter(({ name }) => name !== 'words')]

/** The parts of a row in the order of their declaration; what has no words is left out. */
export function partsOf(api: OpenApi, row: Record<string, Schema>): Part[] {
  return Object.entries(row).flatMap(([name, property]): Part[] => {
    const schema = resolved(api, property)
    const head = headOf(name, schema)
    if (UNSAID.has(name) || `${name}_words` in row || NAMES.some((end) => `${name}${end}` in row) || !head) return []
    if (name === 'state' && 'words' in row) return []
    const kind = kindOf(api, name, schema)
    if (!kind) return []
    const items = kind === 'rows' ? (resolved(api, schema.items ?? {}).properties ?? {}) : {}
    return [{ name, kind, head, to: leadsTo(api, row, name), codes: codesOf(api, name, schema), parts: partsOf(api, items) }]
  })
}

const codesOf = (api: OpenApi, name: string, schema: Schema): Record<string, Words> =>
  Object.fromEntries((schema.enum ?? []).map((code) => [String(code), codeWords('', api, name, String(code))]))

function headOf(name: string, schema: Schema): Words | null {
  const known = partWords(name)
  const title = schema.title && CHINESE.test(schema.title) ? schema.title : null
  if (!title && !known) return null
  return { zh: title ?? known?.[0] ?? name, en: (title && schema['x-title-en']) || (known?.[1] ?? title ?? name) }
}

function kindOf(api: OpenApi, name: string, schema: Schema): PartKind | null {
  if (schema.type === 'array') {
    const item = resolved(api, schema.items ?? {})
    return item.properties && !('zh' in item.properties) ? 'rows' : item.format === 'uuid' ? null : 'texts'
  }
  if (schema.properties?.due_on) return 'clock'
  if (schema.type === 'object') return name === 'words' || name.endsWith('words') || 'zh' in (schema.properties ?? {}) ? 'words' : null
  if (NAMES.some((end) => name.endsWith(end))) return 'record'
  if (schema.format === 'uuid') return null
  if (name === 'area' || name.endsWith('_area')) return 'area'
  if (name.endsWith('_fen')) return 'fen'
  if (name.endsWith('due_on')) return 'due'
  if (schema.format === 'date-time' || name.endsWith('_at')) return 'moment'
  if (schema.format === 'date' || DAY.test(name)) return 'day'
  if (schema.type === 'boolean') return 'flag'
  return schema.type === 'integer' || schema.type === 'number' ? 'number' : 'text'
}

const DAY = /(^|_)(on|since|until|day|from)$/

function leadsTo(api: OpenApi, row: Record<string, Schema>, name: string): Part['to'] {
  const id = name.replace(/_(name|label)$/, '')
  const list = id !== name && id in row ? listOfId(api, id) : null
  return list ? { list, id } : null
}

/** What a row holds of a part; empty texts, lists and words are nothing. */
export const heldBy = (row: Row, name: string): unknown => {
  const value = row[name]
  if (value === undefined || value === null || value === '') return null
  return typeof value === 'object' && !Object.keys(value).length ? null : value
}

const MOST = 5 // beside the name; the rest is on the record's own page

/** The parts that are columns: the chosen ones, else the first, with every deadline. Areas tell rows apart only where there are several (`wide`). */
export function shownParts(parts: Part[], chosen: readonly string[] | undefined, wide: boolean): Part[] {
  const plain = stateFirst(parts).filter(({ kind, name }) => kind !== 'rows' && (wide || name !== 'area'))
  if (chosen) return ['words', ...chosen, ...(wide ? ['area'] : [])].flatMap((name) => plain.find((part) => part.name === name) ?? [])
  const first = plain.slice(0, MOST)
  return [...first, ...plain.slice(MOST).filter(({ kind }) => kind === 'due' || kind === 'clock')]
}
