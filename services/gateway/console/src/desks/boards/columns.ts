// The columns of a board: declared states in their order, further ones that its rows have after them. Pure.
import type { List } from '../../forms/lists.ts'
import type { Row } from '../../forms/records.ts'
import type { Words } from '../../language/phrase.ts'
import type { Board } from '../membership/declared.ts'

export interface Column {
  code: string
  /** Null for rows in no state at all. */
  words: Words | null
  /** The most urgent first; those without a deadline last. */
  rows: Row[]
}

/** States of the list that its filter offers are columns even while they are empty, where the board declares them. */
export function columnsOf(list: Pick<List, 'filters'>, board: Board, rows: Row[]): Column[] {
  const by = Map.groupBy(rows, (row) => String(row[board.by] ?? ''))
  const options = list.filters.find(({ name }) => name === board.by)?.options ?? []
  const declared = board.order.filter((code) => by.has(code) || options.some(({ value }) => value === code))
  const further = [...by.keys()].filter((code) => !declared.includes(code))
  return [...declared, ...further].map((code) => {
    const its = (by.get(code) ?? []).toSorted(byDeadline)
    return { code, words: its[0]?.words ?? options.find(({ value }) => value === code)?.words ?? null, rows: its }
  })
}

const LAST = '9999-12-31'
const due = ({ due_on: on, clock }: Row): string => [on, (clock as { due_on?: unknown } | null | undefined)?.due_on].find((day) => typeof day === 'string') ?? LAST
const byDeadline = (one: Row, other: Row): number => due(one).localeCompare(due(other))
