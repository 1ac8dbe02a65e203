// An import as its service answers it, and what can be done with it in each of its states. Pure.
import type { Row } from '../../forms/records.ts'
import type { Words } from '../../language/phrase.ts'

export type State = 'checking' | 'mapping' | 'checked' | 'unreadable' | 'running' | 'done' | 'stopped' | 'undoing' | 'undone' | 'cancelled'

export interface ColumnOf {
  /** From 1. */
  column: number
  letter: string
  heading: string
  field: string | null
}

export interface FieldOf {
  field: string
  words: Words
  required: boolean
  /** Filled in for all rows. */
  given: unknown
}

export interface Batch extends Row {
  revision: number
  state: State
  words: Words
  reason: string | null
  /** Empty where there is no reason. */
  reason_words: Words | null
  rows: number
  good: number
  wrong: number
  reached: number
  of: number
  made: number
  refused: number
  undone: number
  kept: number
  good_only: boolean
  given: Record<string, string | null>
  file_kept: boolean
  sheet: string | null
  sheets: string[]
  header_row: number | null
  columns: ColumnOf[]
  ambiguous: Record<string, number[]>
  missing: string[]
  fields: FieldOf[]
}

export interface Trouble {
  row: number
  field: string | null
  field_words: Words | null
  code: string
  words: Words
  mend: Words
}

const BUSY = new Set<State>(['checking', 'running', 'undoing'])
const MAPPABLE = new Set<State>(['mapping', 'checked', 'unreadable'])
const CANCELLABLE = new Set<State>(['checking', 'mapping', 'checked', 'unreadable', 'running', 'stopped'])
const ENDED = new Set<State>(['done', 'stopped', 'cancelled'])

/** Something works on it: it is looked at again. */
export const busy = ({ state }: Pick<Batch, 'state'>): boolean => BUSY.has(state)
export const mappable = ({ state, file_kept: kept }: Pick<Batch, 'state' | 'file_kept'>): boolean => MAPPABLE.has(state) && kept
export const cancellable = ({ state }: Pick<Batch, 'state'>): boolean => CANCELLABLE.has(state)
export const undoable = ({ state, made, undone, kept }: Pick<Batch, 'state' | 'made' | 'undone' | 'kept'>): boolean => ENDED.has(state) && made - undone - kept > 0
/** All rows at once; where some are wrong, the good ones alone. */
export const confirmable = ({ state, good }: Pick<Batch, 'state' | 'good'>): boolean => (state === 'checked' && good > 0) || state === 'stopped'

const FIRST = 1000 // ms between two looks
const SLOWEST = 5000
const SLOWER = 1.5

/** How long to wait for the next look: longer while nothing moves. */
export const nextLook = (last: number, moved: boolean): number => (moved ? FIRST : Math.min(last * SLOWER, SLOWEST))

/** What was chosen for each column, by its number; what is chosen for two columns is asked about. */
export function twice(chosen: Record<number, string>): string[] {
  const fields = Object.values(chosen).filter(Boolean)
  return [...new Set(fields.filter((field, at) => fields.indexOf(field) !== at))]
}
