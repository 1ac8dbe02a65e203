// A table as a file: all of its rows, as the page words them, with the rows that add up below.
import { useState } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { csv, save } from '../show/csv.ts'
import { whole } from '../show/number.ts'
import type { Cell } from '../show/xlsx.ts'
import { FIGURES } from '../words/figures.ts'
import { MOST_ROWS, type Everything } from './everything.ts'
import type { Column } from './table.tsx'

/** How a table gets the rows that are not on the page. */
export type All<Row> = (told: (count: number) => void) => Promise<Everything<Row>>

interface Props<Row> {
  file: string
  columns: Column<Row>[]
  rows: Row[]
  foot: (rows: Row[], complete: boolean) => Row[]
  arranged: (rows: Row[]) => Row[]
  all?: All<Row>
  /** The bound of `all`. */
  most?: number
}

type Kind = 'csv' | 'xlsx'

const SHEETS = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const NUMBER = /^-?\d{1,15}(\.\d+)?$/

export function Download<Row>({ file, columns, rows, foot, arranged, all, most = MOST_ROWS }: Props<Row>) {
  const { t, locale } = useSpeech()
  const [loaded, setLoaded] = useState<number | null>(null)
  const [failed, setFailed] = useState(false)
  const download = async (kind: Kind) => {
    setFailed(false)
    setLoaded(0)
    try {
      const { rows: found, more } = all ? await all(setLoaded) : { rows, more: false }
      const written = columns.filter((column) => column.text)
      const lines = [...arranged(found), ...foot(found, !more)].map((row) => written.map((column) => column.text?.(row) ?? ''))
      const last = more ? [[t(FIGURES.csvBound, { count: whole(found.length, locale) })]] : []
      const head = written.map((column) => column.head)
      if (kind === 'csv') save(`${file}.csv`, csv([head, ...lines, ...last]))
      else {
        const typed = lines.map((line) => line.map((text, at): Cell => (written[at]?.number && NUMBER.test(text) ? Number(text) : text)))
        const { xlsx } = await import('../show/xlsx.ts')
        save(`${file}.xlsx`, xlsx(file, [head, ...typed, ...last]), SHEETS)
      }
    } catch {
      setFailed(true)
    } finally {
      setLoaded(null)
    }
  }
  return (
    <p class="table-tools">
      {loaded !== null && <span class="hint" role="status">{t(FIGURES.csvLoading, { count: whole(loaded, locale) })}</span>}
      <button type="button" class="quiet" disabled={loaded !== null} onClick={() => void download('csv')}>{t(FIGURES.csv)}</button>
      <button type="button" class="quiet" disabled={loaded !== null} onClick={() => void download('xlsx')}>{t(FIGURES.xlsx)}</button>
      {all && <span class="hint"> {t(FIGURES.csvAll, { count: whole(most, locale) })}</span>}
      {failed && <span role="alert"> {t(FIGURES.csvFailed)}</span>}
    </p>
  )
}
