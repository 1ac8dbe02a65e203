// The columns of a list: what a row is called, its state, and the parts that were chosen or come first.
import { partsOf, shownParts } from '../../forms/parts.ts'
import { called, type Row } from '../../forms/records.ts'
import type { List } from '../../forms/lists.ts'
import type { OpenApi } from '../../forms/schema.ts'
import { useSpeech } from '../../language/language.tsx'
import type { Column } from '../../lists/table.tsx'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { RECORDS } from '../../words/records.ts'
import { useShown } from './shown.tsx'

const COUNTY_DIGITS = 6

/** `chosen` names the parts in their order; without it the first ones are taken, and every deadline. */
export function useColumns(list: List | null, api: OpenApi | null, chosen?: readonly string[], leave: readonly string[] = []): Column<Row>[] {
  const { t, w } = useSpeech()
  const { viewer } = useSignedIn()
  const { text, cell } = useShown(list?.service ?? '')
  if (!list || !api) return []
  const parts = shownParts(partsOf(api, list.row), chosen, viewer.area.length <= COUNTY_DIGITS).filter(({ name }) => !leave.includes(name))
  const name: Column<Row> = {
    key: 'name',
    head: t(RECORDS.record),
    text: called,
    cell: (row) => (list.one && row.id ? <Link to={`/records/${list.service}${list.one}/${row.id}`}>{called(row)}</Link> : called(row)),
  }
  return [
    ...(list.one || 'label' in list.row ? [name] : []),
    ...parts.map((part): Column<Row> => ({
      key: part.name,
      head: w(part.head),
      text: (row) => text(part, row),
      cell: (row) => cell(part, row),
      number: part.kind === 'number' || part.kind === 'fen',
    })),
  ]
}
