// One list of records, masked as its service shows them: searched, page by page, each leading to its record.
import { useEffect, useState } from 'preact/hooks'
import { useDesks } from '../../desks/use_commands.ts'
import { rows, rowText, type Found, type Row } from '../../forms/records.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Table, type Column } from '../../lists/table.tsx'
import { Failed, Loading } from '../../lists/wait.tsx'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { FIGURES } from '../../words/figures.ts'
import { RECORDS } from '../../words/records.ts'
import { useAreaName } from '../area_name.ts'

const PAUSE = 250 // ms after the last key before the list is asked

export function RecordList({ service, name }: { service: string; name: string }) {
  const { t, w } = useSpeech()
  const path = `/${name}`
  const desk = useDesks([service])?.[0]
  const list = desk?.lists.find((each) => each.path === path)
  const [typed, setTyped] = useState('')
  const title = list ? w(list.words) : t(RECORDS.title)
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <>
      <p class="trail"><Link to="/records">← {t(RECORDS.title)}</Link></p>
      <h1>{title}</h1>
      {!desk && <Loading />}
      {desk && !list && <Empty what={t(RECORDS.notYours)} next={t(RECORDS.title)} to="/records" />}
      {list?.searched && (
        <div class="picker-bar" role="search">
          <div class="picker-row">
            <label>
              <span>{t(RECORDS.search)}</span>
              <input type="search" autocomplete="off" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
            </label>
          </div>
        </div>
      )}
      {list && <Rows service={service} path={path} typed={typed.trim()} one={list.one} caption={title} />}
    </>
  )
}

interface Props {
  service: string
  path: string
  typed: string
  one: boolean
  caption: string
}

function Rows({ service, path, typed, one, caption }: Props) {
  const { t } = useSpeech()
  const columns = useColumns(service, path, one)
  const { found, error, more, again } = useRows(service, path, typed)
  if (error) return <Failed error={error} again={again} />
  if (!found) return <Loading />
  if (!found.rows.length) return <Empty what={t(typed ? RECORDS.nothingFound : RECORDS.nothing)} />
  return (
    <section class="card">
      <Table quiet cards caption={caption} columns={columns} rows={found.rows} id={(row) => row.id} />
      {found.next && <p class="pager"><button type="button" onClick={more}>{t(FIGURES.nextPage)}</button></p>}
    </section>
  )
}

function useColumns(service: string, path: string, one: boolean): Column<Row>[] {
  const { t, w, language } = useSpeech()
  const area = useAreaName()
  const name = ({ words, ...row }: Row) => rowText(row as Row, language)
  return [
    { key: 'name', head: t(RECORDS.record), cell: (row) => (one ? <Link to={`/records/${service}${path}/${row.id}`}>{name(row)}</Link> : name(row)) },
    { key: 'state', head: t(RECORDS.state), cell: (row) => (row.words ? w(row.words) : '') },
    { key: 'area', head: t(RECORDS.area), cell: (row) => (row.area ? area(row.area) : '') },
  ]
}

/** The first page for what is typed, then further ones below it. */
function useRows(service: string, path: string, typed: string) {
  const { caller } = useSignedIn()
  const [found, setFound] = useState<Found | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let gone = false
    setError(null)
    const timer = setTimeout(() => {
      rows(caller, service, path, typed).then((first) => !gone && setFound(first), (failed: Error) => !gone && setError(failed))
    }, found ? PAUSE : 0)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [caller, service, path, typed, turn])
  const more = () => {
    if (!found?.next) return
    rows(caller, service, path, typed, found.next).then(
      (next) => setFound((before) => (before === found ? { ...next, rows: [...found.rows, ...next.rows] } : before)),
      setError,
    )
  }
  return { found, error, more, again: () => setTurn((count) => count + 1) }
}
