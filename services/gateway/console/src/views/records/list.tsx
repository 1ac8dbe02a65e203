// One list of records, masked as its service shows them: searched, narrowed, page by page, each leading to its record.
import { useEffect, useState } from 'preact/hooks'
import { boardOf, columnsOf, sectionOf } from '../../desks/membership/declared.ts'
import { creating } from '../../forms/commands.ts'
import { formAddress } from '../../forms/where.ts'
import { useDesks } from '../../desks/use_commands.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Loading } from '../../lists/wait.tsx'
import { Link } from '../../route/link.tsx'
import { useRoute } from '../../route/router.tsx'
import { DESK } from '../../words/desk.ts'
import { RECORDS } from '../../words/records.ts'
import { Tools } from '../tools.tsx'
import { FilterBar } from './filter_bar.tsx'
import { Rows } from './rows.tsx'

/** Kinds of filters whose values may stand in an address: codes, ids and days, never what somebody typed. */
const SHARED = new Set(['choice', 'record', 'area', 'day', 'flag', 'integer'])

export function RecordList({ service, path }: { service: string; path: string }) {
  const { t, w } = useSpeech()
  const { params, set } = useRoute()
  const desk = useDesks([service])?.[0]
  const list = desk?.lists.find((each) => each.path === path)
  const [typed, setTyped] = useState('')
  const [unshared, setUnshared] = useState<Record<string, string>>({})
  const title = list ? w(list.words) : t(RECORDS.title)
  useEffect(() => {
    document.title = title
  }, [title])
  const shared = list?.filters.filter(({ kind }) => SHARED.has(kind)).map(({ name }) => name) ?? []
  const asked = { ...unshared, ...Object.fromEntries(shared.flatMap((name) => (params[name] ? [[name, params[name]]] : []))) }
  const ask = (name: string, value: string) =>
    shared.includes(name) ? set({ [name]: value || undefined }) : setUnshared((before) => ({ ...before, [name]: value }))
  const section = sectionOf(service, list)
  const board = boardOf(service, path)
  return (
    <>
      <p class="trail">
        {section ? <Link to={`/desk/membership/${section.id}`}>← {t(section.words)}</Link> : <Link to="/records">← {t(RECORDS.title)}</Link>}
      </p>
      <div class="title-row">
        <h1>{title}</h1>
        {list && <Tools />}
      </div>
      {!desk && <Loading />}
      {desk && !list && <Empty what={t(RECORDS.notYours)} next={t(RECORDS.title)} to="/records" />}
      {list && desk?.api && (
        <>
          <p class="list-actions">
            {board && <Link to={`/desk/membership/boards/${board.id}`} class="button small">{t(DESK.asBoard)}</Link>}
            {creating(desk.commands, path).map((command) => (
              <Link key={command.id} to={formAddress(service, command.id)} class="button small">{w(command.words)}</Link>
            ))}
          </p>
          <FilterBar list={list} typed={typed} onType={setTyped} asked={asked} onAsk={ask} />
          <section class="card">
            <Rows list={list} api={desk.api} caption={title} typed={typed.trim()} asked={asked} chosen={columnsOf(service, path)} />
          </section>
        </>
      )}
    </>
  )
}
