// What each column of the file holds: guessed from its heading, decided by the clerk; and what holds for all rows.
import { useMemo, useState } from 'preact/hooks'
import { FieldRow } from '../../forms/field_row.tsx'
import { fieldsOf } from '../../forms/fields.ts'
import type { OpenApi } from '../../forms/schema.ts'
import { body, type Values } from '../../forms/values.ts'
import { useSpeech } from '../../language/language.tsx'
import { Table, type Column } from '../../lists/table.tsx'
import { IMPORT } from '../../words/imports.ts'
import { twice, type Batch, type ColumnOf, type FieldOf } from './batch.ts'
import type { Kind } from './kinds.ts'

interface Props {
  kind: Kind
  batch: Batch
  api: OpenApi
  sending: boolean
  act: (verb: string, body?: Record<string, unknown>) => Promise<void>
}

const NOT_GIVEN = new Set(['sheet', 'header_row', 'columns', 'id'])

export function Mapping({ kind, batch, api, sending, act }: Props) {
  const { t, w } = useSpeech()
  const given = useMemo(() => {
    const path = Object.keys(api.paths).find((each) => each.startsWith(`${kind.path}/{`) && each.endsWith('/map'))
    const schema = (path && api.paths[path]?.post?.requestBody?.content['application/json']?.schema) || {}
    return fieldsOf('membership', api, schema).filter(({ name }) => !NOT_GIVEN.has(name))
  }, [api, kind])
  const [chosen, setChosen] = useState<Record<number, string>>(() => Object.fromEntries(batch.columns.map(({ column, field }) => [column, field ?? ''])))
  const [sheet, setSheet] = useState(batch.sheet ?? '')
  const [header, setHeader] = useState(String(batch.header_row ?? ''))
  const [values, setValues] = useState<Values>(() => Object.fromEntries(given.map(({ name }) => [name, String(batch.given[name] ?? '')])))
  const doubled = twice(chosen)
  const field = (name: string): string => {
    const found = batch.fields.find((each) => each.field === name)
    return found ? w(found.words) : name
  }
  const letter = (column: number) => batch.columns.find((each) => each.column === column)?.letter ?? String(column)
  const moved = sheet !== (batch.sheet ?? '') || header !== String(batch.header_row ?? '')
  const send = () => {
    const columns = Object.entries(chosen).filter(([, name]) => name).map(([column, name]) => ({ column: Number(column), field: name }))
    void act('map', {
      ...(sheet ? { sheet } : {}),
      ...(Number(header) ? { header_row: Number(header) } : {}),
      ...(moved ? {} : { columns }), // another sheet has columns of its own: they are guessed first
      ...body(given, values),
    })
  }
  const lacking = batch.missing.filter((name) => !values[name] && !Object.values(chosen).includes(name))
  return (
    <section class="card">
      <h2>{t(IMPORT.columns)}</h2>
      <p class="lead">{t(IMPORT.columnsLead)}</p>
      {Object.entries(batch.ambiguous).map(([name, columns]) => (
        <p key={name} class="warning">{t(IMPORT.ambiguous, { field: field(name), columns: columns.map(letter).join('、') })}</p>
      ))}
      {lacking.map((name) => <p key={name} class="warning">{t(IMPORT.lacking, { field: field(name) })}</p>)}
      <div class="picker-row import-sheet">
        {batch.sheets.length > 1 && (
          <label>
            <span>{t(IMPORT.sheet)}</span>
            <select value={sheet} onChange={(event) => setSheet(event.currentTarget.value)}>
              {batch.sheets.map((name) => <option key={name} value={name}>{name}</option>)}
            </select>
          </label>
        )}
        <label>
          <span>{t(IMPORT.header)}</span>
          <input type="text" inputMode="numeric" value={header} onChange={(event) => setHeader(event.currentTarget.value)} />
        </label>
      </div>
      {!moved && <Columns columns={batch.columns} fields={batch.fields} chosen={chosen} choose={(column, name) => setChosen({ ...chosen, [column]: name })} />}
      {doubled.map((name) => <p key={name} class="wrong" role="alert">{t(IMPORT.ambiguous, { field: field(name), columns: Object.entries(chosen).filter(([, each]) => each === name).map(([column]) => letter(Number(column))).join('、') })}</p>)}
      {given.length > 0 && (
        <fieldset>
          <legend>{t(IMPORT.forAll)}</legend>
          {given.map((each) => (
            <FieldRow key={each.name} field={{ ...each, required: false }} pointer={`/${each.name}`} wrongs={{}} value={values[each.name] ?? ''}
              onValue={(value) => setValues({ ...values, [each.name]: value })} />
          ))}
        </fieldset>
      )}
      <p class="form-end"><button type="button" class="primary" disabled={sending || doubled.length > 0} onClick={send}>{t(IMPORT.again)}</button></p>
    </section>
  )
}

interface ColumnsProps {
  columns: ColumnOf[]
  fields: FieldOf[]
  chosen: Record<number, string>
  choose: (column: number, field: string) => void
}

function Columns({ columns, fields, chosen, choose }: ColumnsProps) {
  const { t, w } = useSpeech()
  const shown: Column<ColumnOf>[] = [
    { key: 'letter', head: t(IMPORT.column), cell: ({ letter }) => letter },
    { key: 'heading', head: t(IMPORT.heading), cell: ({ heading }) => heading },
    {
      key: 'means',
      head: t(IMPORT.means),
      cell: ({ column, letter, heading }) => (
        <select aria-label={t(IMPORT.meansOf, { letter, heading })} value={chosen[column] ?? ''} onChange={(event) => choose(column, event.currentTarget.value)}>
          <option value="">{t(IMPORT.not)}</option>
          {fields.map((each) => <option key={each.field} value={each.field}>{each.required ? t(IMPORT.must, { field: w(each.words) }) : w(each.words)}</option>)}
        </select>
      ),
    },
  ]
  return <Table quiet cards caption={t(IMPORT.columns)} columns={shown} rows={columns} id={({ column }) => String(column)} />
}
