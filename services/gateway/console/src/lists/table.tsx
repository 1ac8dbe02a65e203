// A table of records: sortable by any column, saved as CSV, wide ones scroll inside their own box.
import type { ComponentChildren } from 'preact'
import { useSpeech } from '../language/language.tsx'
import { FIGURES } from '../words/figures.ts'
import { Download, type All } from './download.tsx'
import { sorted, type Order } from './order.ts'

export interface Column<Row> {
  key: string
  head: string
  cell: (row: Row) => ComponentChildren
  /** What it sorts by; a column without is not sortable. */
  by?: (row: Row) => string | number | null
  /** The cell's text in the CSV file; a column without stands on the page alone. */
  text?: (row: Row) => string
  number?: boolean
  /** Left out on a narrow screen. */
  wide?: boolean
}

interface Props<Row> {
  caption: string
  columns: Column<Row>[]
  rows: Row[]
  id: (row: Row) => string
  /** Name of the CSV file, without its ending. */
  file?: string
  /** For the file, when the page shows only some of the rows. */
  all?: All<Row>
  /** The bound of `all`, where it is another than that of every list. */
  most?: number
  order?: Order
  onOrder?: (order: Order) => void
  /** Rows that add up below; `complete`: no row is missing. */
  foot?: (rows: Row[], complete: boolean) => Row[]
  quiet?: boolean
  /** On a narrow screen each row is a card of labelled values instead of a line that scrolls sideways. */
  cards?: boolean
}

const none = () => []

export function Table<Row>({ caption, columns, rows, id, file, all, most, order, onOrder, foot = none, quiet, cards }: Props<Row>) {
  const { t, language } = useSpeech()
  const by = columns.find((column) => column.key === order?.key)?.by
  const arranged = (given: Row[]) => (by && order ? sorted(given, by, order.down, language) : given)
  const below = foot(rows, !all)
  return (
    <div class="table-block">
      <div class="table-scroll" role="region" aria-label={caption} tabIndex={0}>
        <table class={cards ? 'cards' : undefined}>
          <caption class={quiet ? 'unseen' : undefined}>{caption}</caption>
          <thead>
            <tr>{columns.map((column) => <Head key={column.key} {...{ column, order, onOrder }} />)}</tr>
          </thead>
          <tbody>{arranged(rows).map((row) => <Line key={id(row)} {...{ row, columns }} />)}</tbody>
          {below.length > 0 && <tfoot>{below.map((row) => <Line key={id(row)} {...{ row, columns }} />)}</tfoot>}
        </table>
      </div>
      {!cards && columns.length > 3 && <p class="hint scroll-hint">{t(FIGURES.scrollHint)}</p>}
      {file && <Download {...{ file, columns, rows, foot, arranged, ...(all ? { all } : {}), ...(most ? { most } : {}) }} />}
    </div>
  )
}

const look = ({ number, wide }: { number?: boolean; wide?: boolean }): string | undefined =>
  [number && 'number', wide && 'wide'].filter(Boolean).join(' ') || undefined

function Head<Row>({ column, order, onOrder }: { column: Column<Row> } & Pick<Props<Row>, 'order' | 'onOrder'>) {
  const { t } = useSpeech()
  const here = order?.key === column.key
  const state = here ? (order.down ? 'descending' : 'ascending') : undefined
  const name = look(column)
  if (!column.by || !onOrder) return <th scope="col" class={name}>{column.head}</th>
  const turn = () => onOrder({ key: column.key, down: here ? !order.down : Boolean(column.number) })
  return (
    <th scope="col" class={name} aria-sort={state}>
      <button type="button" class="sort" title={t(FIGURES.sortBy, { what: column.head })} onClick={turn}>
        {column.head}
        <span aria-hidden="true" class="sort-mark">{here ? (order.down ? '▼' : '▲') : ''}</span>
      </button>
    </th>
  )
}

function Line<Row>({ row, columns }: { row: Row; columns: Column<Row>[] }) {
  return (
    <tr>
      {columns.map((column, index) =>
        index === 0 ? (
          <th key={column.key} scope="row">{column.cell(row)}</th>
        ) : (
          <td key={column.key} class={look(column)} data-head={column.head}>{column.cell(row)}</td>
        ),
      )}
    </tr>
  )
}
