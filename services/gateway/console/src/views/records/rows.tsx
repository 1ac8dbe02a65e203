// The rows of a list as a table that can be taken away whole; as cards on a narrow screen.
import type { List } from '../../forms/lists.ts'
import type { OpenApi } from '../../forms/schema.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Table } from '../../lists/table.tsx'
import { Failed, Loading } from '../../lists/wait.tsx'
import { today } from '../../show/day.ts'
import { FIGURES } from '../../words/figures.ts'
import { RECORDS } from '../../words/records.ts'
import { useColumns } from './columns.tsx'
import type { Source } from './use_rows.ts'

interface Props {
  list: List
  api: OpenApi
  caption: string
  /** What `useRows` found. */
  source: Source
  /** Something was searched for, or filtered. */
  narrowed?: boolean
  chosen?: readonly string[]
  /** Parts that every row has alike, and which the page says already. */
  leave?: readonly string[]
  /** Without the way to take it away. */
  bare?: boolean
}

export function Rows({ list, api, caption, source, narrowed, chosen, leave, bare }: Props) {
  const { t } = useSpeech()
  const columns = useColumns(list, api, chosen, leave)
  const { found, error, more, again, all } = source
  if (error) return <Failed error={error} again={again} />
  if (!found) return <Loading />
  if (!found.rows.length) return <Empty what={t(narrowed ? RECORDS.nothingFound : RECORDS.nothing)} />
  return (
    <>
      <Table quiet cards caption={caption} columns={columns} rows={found.rows} id={(row) => row.id ?? JSON.stringify(row)} {...(bare ? {} : { file: `${caption}-${today()}`, all })} />
      {found.next && <p class="pager"><button type="button" onClick={more}>{t(FIGURES.nextPage)}</button></p>}
    </>
  )
}
