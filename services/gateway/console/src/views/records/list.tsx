// One list of records, masked as its service shows them: searched, narrowed, page by page, each leading to its record.
import { useEffect, useState } from 'preact/hooks'
import { boardOf, columnsOf, sectionOf } from '../../desks/membership/declared.ts'
import { creating, type Command } from '../../forms/commands.ts'
import type { List } from '../../forms/lists.ts'
import type { OpenApi } from '../../forms/schema.ts'
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
import { useRows } from './use_rows.ts'

/** Kinds of filters whose values may stand in an address: codes, ids and days, never what somebody typed. */
const SHARED = new Set(['choice', 'record', 'area', 'day', 'flag', 'integer'])

export function RecordList({ service, path }: { service: string; path: string }) {
  const { t, w } = useSpeech()
  const desk = useDesks([service])?.[0]
  const list = desk?.lists.find((each) => each.path === path)
  const title = list ? w(list.words) : t(RECORDS.title)
  useEffect(() => {
    document.title = title
  }, [title])
  const section = sectionOf(service, list)
  return (
    <>
      <p class="trail">
        {section ? <Link to={`/desk/membership/${section.id}`}>← {t(section.words)}</Link> : <Link to="/records">← {t(RECORDS.title)}</Link>}
      </p>
      {!list && <h1>{title}</h1>}
      {!desk && <Loading />}
      {desk && !list && <Empty what={t(RECORDS.notYours)} next={t(RECORDS.title)} to="/records" />}
      {list && desk?.api && <Listed list={list} api={desk.api} commands={desk.commands} />}
    </>
  )
}

interface Props {
  list: List
  api: OpenApi
  commands: Command[]
}

function Listed({ list, api, commands }: Props) {
  const { t, w } = useSpeech()
  const { params, set } = useRoute()
  const { service, path } = list
  const [typed, setTyped] = useState('')
  const [unshared, setUnshared] = useState<Record<string, string>>({})
  const shared = list.filters.filter(({ kind }) => SHARED.has(kind)).map(({ name }) => name)
  const asked = { ...unshared, ...Object.fromEntries(shared.flatMap((name) => (params[name] ? [[name, params[name]]] : []))) }
  const ask = (name: string, value: string) =>
    shared.includes(name) ? set({ [name]: value || undefined }) : setUnshared((before) => ({ ...before, [name]: value }))
  const source = useRows(service, path, typed.trim(), asked)
  const board = boardOf(service, path)
  return (
    <>
      <div class="title-row">
        <h1>{w(list.words)}</h1>
        <Tools prepare={source.unfold} />
      </div>
      <p class="list-actions">
        {board && <Link to={`/desk/membership/boards/${board.id}`} class="button small">{t(DESK.asBoard)}</Link>}
        {creating(commands, path).map((command) => (
          <Link key={command.id} to={formAddress(service, command.id)} class="button small">{w(command.words)}</Link>
        ))}
      </p>
      <FilterBar list={list} typed={typed} onType={setTyped} asked={asked} onAsk={ask} />
      <section class="card">
        <Rows list={list} api={api} caption={w(list.words)} source={source} narrowed={Boolean(typed.trim() || Object.values(asked).some(Boolean))}
          chosen={columnsOf(service, path)} />
      </section>
    </>
  )
}
