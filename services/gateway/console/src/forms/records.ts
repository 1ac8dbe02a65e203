// Lists that records are chosen from, and one record by its id.
import { Unanswered } from '../graph/ask.ts'
import { LOCALE, say, type Language, type Words } from '../language/phrase.ts'
import type { Caller } from '../office/caller.ts'
import { moment as momentOf } from '../show/day.ts'
import { figure } from '../show/number.ts'
import { FIGURES } from '../words/figures.ts'
import { search } from './search.ts'
import { problemOf } from './send.ts'

export interface Row {
  id: string
  revision?: number
  label?: string
  name?: string
  words?: Words
  area?: string
  amount_fen?: number
  union_name?: string | null
  to_union_name?: string | null
  [more: string]: unknown
}

export interface Found {
  rows: Row[]
  /** Where the next page begins; null after the last. */
  next: string | null
}

const MOST = 50

/** A page of the rows of a list that match `typed`: the first, or the one that begins `after`. */
export async function rows(caller: Caller, service: string, path: string, typed: string, after?: string): Promise<Found> {
  const { text, fits } = search(typed)
  const page = await pageOf(caller, service, path, { limit: String(MOST), q: text, after })
  if (fits) return { rows: page.rows.filter((row) => fits(row.label ?? '')), next: page.next }
  const wanted = page.rows.filter((row) => !text || matches(row, text))
  return wanted.length ? { ...page, rows: wanted } : page
}

/** A page exactly as the service answers it; `asked` empty or undefined is not asked. A plain list is one page. */
export async function pageOf(caller: Caller, service: string, path: string, asked: Record<string, string | undefined>): Promise<Found> {
  const url = new URL(`/api/${service}${path}`, location.origin)
  for (const [name, value] of Object.entries(asked)) if (value) url.searchParams.set(name, value)
  const answer = await caller.fetch(url.pathname + url.search)
  if (!answer.ok) throw await refusalOf(answer)
  const page = (await answer.json()) as { items: Row[]; next: string | null } | Row[]
  return Array.isArray(page) ? { rows: page, next: null } : { rows: page.items, next: page.next ?? null }
}

/** Why a list was not answered, in the service's own words where it gave any. */
async function refusalOf(answer: Response): Promise<Error> {
  const { code, detail, detail_en: en } = await problemOf(answer)
  return new Unanswered(answer.status, code, detail, { zh: detail, en: en || detail })
}

/** One record; null when it is not there or not the asker's to see. */
export async function one(caller: Caller, service: string, path: string): Promise<Row | null> {
  const answer = await caller.fetch(`/api/${service}${path}`)
  return answer.ok ? ((await answer.json()) as Row) : null
}

const matches = (row: Row, text: string): boolean => JSON.stringify(row).toLowerCase().includes(text.toLowerCase())

/** What a row is called, by itself. */
export const called = (row: Row): string =>
  row.label ?? row.name ?? NAMED.map((name) => row[name]).find((text) => typeof text === 'string') ?? at(row) ?? numberEnd(row.id ?? '')

const NAMED = ['title', 'member_label', 'account', 'union_name', 'month', 'parameter']

/** What came in at a moment is called by it. */
const at = ({ uploaded_at: moment }: Row): string | null => (typeof moment === 'string' ? momentOf(moment, LOCALE.zh) : null)

/** The last characters of a record's number: enough to tell the rows of a list apart. */
export const numberEnd = (id: string): string => id.slice(-6)

/** What a row is called, with its state. */
export function rowText(row: Row, language: Language): string {
  const name = called(row)
  const more = [kindOf(row, language), amountOf(row, language), row.words?.[language], unions(row)].filter(Boolean).join(' · ')
  if (!more) return name
  return language === 'zh' ? `${name}（${more}）` : `${name} (${more})`
}

/** The union one is in; with the one that is to take a member, where a transfer waits. */
const unions = (row: Row): string => [row.union_name, row.to_union_name].filter(Boolean).join(' → ')

function amountOf(row: Row, language: Language): string {
  if (row.amount_fen === undefined) return ''
  return `${figure(String(row.amount_fen), 'fen', LOCALE[language])} ${say(FIGURES.yuan, language)}`
}

function kindOf(row: Row, language: Language): string {
  const kind = Object.entries(row).find(([name]) => name.endsWith('_words'))?.[1] as Words | undefined
  return kind?.[language] ?? ''
}
