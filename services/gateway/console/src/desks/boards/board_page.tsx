// A list as a board: a column for each state, a card for each record with its clock; one below the other on a phone.
import { useEffect } from 'preact/hooks'
import { partsOf, type Part } from '../../forms/parts.ts'
import { called, type Row } from '../../forms/records.ts'
import type { List } from '../../forms/lists.ts'
import type { OpenApi } from '../../forms/schema.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Failed, Loading } from '../../lists/wait.tsx'
import { Link } from '../../route/link.tsx'
import { DESK } from '../../words/desk.ts'
import { MEMBERSHIP } from '../../words/membership.ts'
import { RECORDS } from '../../words/records.ts'
import { useShown } from '../../views/records/shown.tsx'
import '../../style/desk.css'
import { BOARDS, sectionOf, SERVICE, type Board } from '../membership/declared.ts'
import { useDesks } from '../use_commands.ts'
import { columnsOf, type Column } from './columns.ts'
import { MOST_CARDS, useCards } from './use_cards.ts'

export function BoardPage({ id }: { id: string }) {
  const { t } = useSpeech()
  const board = BOARDS.find((each) => each.id === id)
  const desk = useDesks([SERVICE])?.[0]
  const list = desk?.lists.find(({ path }) => path === board?.list)
  const section = sectionOf(SERVICE, list)
  const title = t(board?.words ?? MEMBERSHIP.board)
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <>
      <p class="trail">
        {section && <Link to={`/desk/membership/${section.id}`}>← {t(section.words)}</Link>}
        {list && <> · <Link to={`/records/${SERVICE}${list.path}`}>{t(DESK.asList)}</Link></>}
      </p>
      <h1>{title}</h1>
      {!desk && <Loading />}
      {desk && !list && <Empty what={t(RECORDS.notYours)} next={t(DESK.title)} to="/desk/membership" />}
      {board && list && desk?.api && <Columns board={board} list={list} api={desk.api} />}
    </>
  )
}

function Columns({ board, list, api }: { board: Board; list: List; api: OpenApi }) {
  const { t, w } = useSpeech()
  const { rows, more, error, again } = useCards(list)
  if (error) return <Failed error={error} again={again} />
  if (!rows) return <Loading />
  const columns = columnsOf(list, board, rows)
  const parts = partsOf(api, list.row)
  return (
    <>
      {more && <p class="warning">{t(MEMBERSHIP.boardMore, { n: MOST_CARDS })}</p>}
      <div class="board" role="region" aria-label={w(list.words)} tabIndex={0}>
        {columns.map((column) => <ColumnOf key={column.code} {...{ column, board, list, parts }} />)}
      </div>
    </>
  )
}

interface ColumnProps {
  column: Column
  board: Board
  list: List
  parts: Part[]
}

function ColumnOf({ column, board, list, parts }: ColumnProps) {
  const { t, w } = useSpeech()
  const name = column.words ? w(column.words) : t(MEMBERSHIP.noColumn)
  return (
    <section class="board-column" aria-label={t(MEMBERSHIP.cards, { column: name, n: column.rows.length })}>
      <h2>{name} <span class="count">{column.rows.length}</span></h2>
      {!column.rows.length && <p class="hint">{t(MEMBERSHIP.boardEmpty)}</p>}
      <ul>{column.rows.map((row) => <Card key={row.id} {...{ row, board, list, parts }} />)}</ul>
    </section>
  )
}

function Card({ row, board, list, parts }: Omit<ColumnProps, 'column'> & { row: Row }) {
  const { w } = useSpeech()
  const { text, cell } = useShown(SERVICE)
  const clocks = parts.filter(({ kind }) => kind === 'due' || kind === 'clock')
  const said = board.parts.flatMap((name) => parts.find((part) => part.name === name) ?? [])
  const name = called(row)
  return (
    <li class="board-card">
      <strong>{list.one ? <Link to={`/records/${SERVICE}${list.one}/${row.id}`}>{name}</Link> : name}</strong>
      {said.map((part) => text(part, row) && <span key={part.name} class="hint">{w(part.head)} {text(part, row)}</span>)}
      {clocks.map((part) => row[part.name] ? <span key={part.name}>{clocks.length > 1 && <span class="hint">{w(part.head)} </span>}{cell(part, row)}</span> : null)}
    </li>
  )
}
