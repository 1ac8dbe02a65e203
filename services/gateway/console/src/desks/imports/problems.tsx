// What is wrong with the rows of an import: where, what, and how to mend it; page by page.
import { useEffect, useState } from 'preact/hooks'
import { pageOf } from '../../forms/records.ts'
import { useSpeech } from '../../language/language.tsx'
import { Table, type Column } from '../../lists/table.tsx'
import { Failed, Loading } from '../../lists/wait.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { FIGURES } from '../../words/figures.ts'
import { IMPORT } from '../../words/imports.ts'
import type { Batch, Trouble } from './batch.ts'
import type { Kind } from './kinds.ts'

const FIRST = 20

export function Problems({ kind, batch }: { kind: Kind; batch: Batch }) {
  const { t, w } = useSpeech()
  const { caller } = useSignedIn()
  const [found, setFound] = useState<{ rows: Trouble[]; next: string | null } | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const read = (after?: string) => {
    setError(null)
    pageOf(caller, 'membership', `${kind.path}/${batch.id}/problems`, { limit: String(FIRST), after }).then(({ rows, next }) => {
      const more = rows as unknown as Trouble[]
      setFound((before) => ({ rows: after && before ? [...before.rows, ...more] : more, next }))
    }, setError)
  }
  useEffect(() => read(), [batch.id])
  const columns: Column<Trouble>[] = [
    { key: 'row', head: t(IMPORT.row), cell: ({ row }) => row },
    { key: 'field', head: t(IMPORT.field), cell: ({ field_words: words }) => (words ? w(words) : '') },
    { key: 'what', head: t(IMPORT.what), cell: ({ words }) => w(words) },
    { key: 'mend', head: t(IMPORT.mend), cell: ({ mend }) => w(mend) },
  ]
  return (
    <section class="card">
      <h2>{t(IMPORT.problems)}</h2>
      {error && <Failed error={error} again={() => read()} />}
      {!found && !error && <Loading />}
      {found && <Table quiet cards caption={t(IMPORT.problems)} columns={columns} rows={found.rows} id={({ row, field, code }) => `${row} ${field} ${code}`} />}
      {found?.next && <p class="pager"><button type="button" onClick={() => read(found.next ?? undefined)}>{t(FIGURES.nextPage)}</button></p>}
    </section>
  )
}
