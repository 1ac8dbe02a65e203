// A table as a file: all of its rows, as the page words them, with the rows that add up below.
import { useState } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { csv, save } from '../show/csv.ts'
import { whole } from '../show/number.ts'
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
}

export function Download<Row>({ file, columns, rows, foot, arranged, all }: Props<Row>) {
  const { t, locale } = useSpeech()
  const [loaded, setLoaded] = useState<number | null>(null)
  const [failed, setFailed] = useState(false)
  const download = async () => {
    setFailed(false)
    try {
      const { rows: found, more } = all ? await all(setLoaded) : { rows, more: false }
      const written = columns.filter((column) => column.text)
      const lines = [...arranged(found), ...foot(found, !more)].map((row) => written.map((column) => column.text?.(row) ?? ''))
      const last = more ? [[t(FIGURES.csvBound, { count: whole(found.length, locale) })]] : []
      save(`${file}.csv`, csv([written.map((column) => column.head), ...lines, ...last]))
    } catch {
      setFailed(true)
    } finally {
      setLoaded(null)
    }
  }
  return (
    <p class="table-tools">
      <button type="button" class="quiet" disabled={loaded !== null} onClick={() => void download()}>
        {loaded === null ? t(FIGURES.csv) : t(FIGURES.csvLoading, { count: whole(loaded, locale) })}
      </button>
      {all && <span class="hint"> {t(FIGURES.csvAll, { count: whole(MOST_ROWS, locale) })}</span>}
      {failed && <span role="alert"> {t(FIGURES.csvFailed)}</span>}
    </p>
  )
}
