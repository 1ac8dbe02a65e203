// The lists beside a record, one at a time: its own (a household's family), and others narrowed to it (a union's members).
import { useState } from 'preact/hooks'
import { besideOf, type Beside as BesideList } from '../../forms/lists.ts'
import { columnsOf } from '../../desks/membership/declared.ts'
import type { Row } from '../../forms/records.ts'
import type { OpenApi } from '../../forms/schema.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Table } from '../../lists/table.tsx'
import { Loading } from '../../lists/wait.tsx'
import { revealOf } from '../../reveal/declared.ts'
import { RevealControl } from '../../reveal/reveal.tsx'
import { address } from '../../route/address.ts'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { RECORDS } from '../../words/records.ts'
import { REVEAL } from '../../words/reveal.ts'
import { useColumns } from './columns.tsx'
import { useRows } from './use_rows.ts'

interface Props {
  service: string
  api: OpenApi
  path: string
  row: Row
}

export function Beside({ service, api, path, row }: Props) {
  const { t, w } = useSpeech()
  const { viewer } = useSignedIn()
  const lists = besideOf(service, api, path, row.id, viewer.office.id)
  const [chosen, choose] = useState(0)
  const list = lists[chosen] ?? lists[0]
  if (!list) return null
  return (
    <section class="card" aria-label={t(RECORDS.beside)}>
      {lists.length === 1 ? <h2>{w(list.words)}</h2> : (
        <>
          <h2>{t(RECORDS.beside)}</h2>
          <div class="tabs" role="group" aria-label={t(RECORDS.beside)}>
            {lists.map((each, index) => (
              <button key={`${each.path} ${each.by}`} type="button" aria-pressed={each === list} onClick={() => choose(index)}>{w(each.words)}</button>
            ))}
          </div>
        </>
      )}
      <Few key={`${list.path} ${list.by}`} list={list} api={api} id={row.id} />
    </section>
  )
}

const FEW = 10

/** Its first rows; the rest is a list of its own where the record is one of its filters. */
function Few({ list, api, id }: { list: BesideList; api: OpenApi; id: string }) {
  const { t, w } = useSpeech()
  const { viewer } = useSignedIn()
  const asked: { [name: string]: string } = list.by ? { [list.by]: id } : {}
  const { found, error } = useRows(list.service, list.path, '', asked, FEW)
  const leave = list.by ? [list.by, `${list.by}_name`, `${list.by}_label`] : []
  const columns = useColumns(list, api, columnsOf(list.service, list.path), leave)
  const reveals = list.by ? null : revealOf(list.service, api, list.path, viewer.office.id)
  const reveal = { key: 'reveal', head: t(REVEAL.open), cell: (row: Row) => <RevealControl service={list.service} list={list.path} row={row} /> }
  if (error) return <p class="hint">{t(RECORDS.missing)}</p>
  if (!found) return <Loading />
  if (!found.rows.length) return <Empty what={t(RECORDS.nothing)} />
  return (
    <>
      <Table quiet cards caption={w(list.words)} columns={reveals ? [...columns, reveal] : columns} rows={found.rows} id={(row) => row.id ?? JSON.stringify(row)} />
      {found.next && list.by && <p class="pager"><Link to={address(`/records/${list.service}${list.path}`, asked)} class="button">{t(RECORDS.allOf)}</Link></p>}
    </>
  )
}
