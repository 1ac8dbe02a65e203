// A record's facts in words: its state, its codes, its days and amounts; lists within it as tables of their own.
import { heldBy, partsOf, stateFirst, type Part } from '../../forms/parts.ts'
import type { Row } from '../../forms/records.ts'
import { mayReadOne, rowOf } from '../../forms/lists.ts'
import type { OpenApi } from '../../forms/schema.ts'
import { useSpeech } from '../../language/language.tsx'
import { Table } from '../../lists/table.tsx'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { useShown } from './shown.tsx'

interface Props {
  service: string
  api: OpenApi
  /** The list that the record is in. */
  path: string
  row: Row
}

export function Facts({ service, api, path, row }: Props) {
  const { w } = useSpeech()
  const { cell } = useShown(service)
  const get = Object.entries(api.paths).find(([each]) => each.startsWith(`${path}/{`) && each.endsWith('}'))?.[1].get
  const held = stateFirst(partsOf(api, get ? rowOf(api, get) : {})).filter(({ name }) => heldBy(row, name) !== null)
  return (
    <>
      <dl class="facts facts-wide">
        {held.filter(({ kind }) => kind !== 'rows').map((part) => (
          <div key={part.name}>
            <dt>{w(part.head)}</dt>
            <dd>{cell(part, row)}</dd>
          </div>
        ))}
      </dl>
      {held.filter(({ kind }) => kind === 'rows').map((part) => <Within key={part.name} service={service} api={api} part={part} rows={row[part.name] as Row[]} />)}
    </>
  )
}

interface WithinProps {
  service: string
  api: OpenApi
  part: Part
  rows: Row[]
}

/** Rows that are records of a list of the same name lead to them. */
function Within({ service, api, part, rows }: WithinProps) {
  const { w } = useSpeech()
  const { viewer } = useSignedIn()
  const { cell } = useShown(service)
  const list = `/${part.name}`
  const leads = mayReadOne(api, list, viewer.office.id)
  const named = rows.some((row) => row.label) ? [{ key: 'label', head: w(part.head), cell: (row: Row) => (leads && row.id ? <Link to={`/records/${service}${list}/${row.id}`}>{row.label}</Link> : row.label) }] : []
  const columns = [...named, ...part.parts.map((inner) => ({ key: inner.name, head: w(inner.head), cell: (row: Row) => cell(inner, row) }))]
  if (!columns.length) return null
  return (
    <div class="within">
      <Table cards caption={w(part.head)} columns={columns} rows={rows} id={(row) => row.id ?? JSON.stringify(row)} />
    </div>
  )
}
