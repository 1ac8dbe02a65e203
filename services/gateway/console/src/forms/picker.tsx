// Chooses one record, or several, from a service's list.
import { useEffect, useRef, useState } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { useAreaName } from '../views/area_name.ts'
import { FORM } from '../words/desk.ts'
import { Combobox, type Choice } from './combobox.tsx'
import type { Field } from './fields.ts'
import { one, rows, rowText, type Row } from './records.ts'

export interface Chooser {
  id: string
  source: NonNullable<Field['source']>
  invalid?: boolean
  described?: string
  required?: boolean
}

/** How the list is searched, and how its rows are called. */
export function useRows({ service, path }: Chooser['source']) {
  const { caller } = useSignedIn()
  const { language } = useSpeech()
  const area = useAreaName()
  const call = (row: Row): Choice => {
    const place = row.area ? area(row.area) : ''
    const bare = !place || (place === row.area && Boolean(row.union_name)) // another township's code says less than its union
    return { id: row.id, text: bare ? rowText(row, language) : `${rowText(row, language)} ${place}` }
  }
  const find = async (text: string) => (await rows(caller, service, path, text)).rows
  const read = (id: string) => one(caller, service, `${path.split('?')[0]}/${id}`)
  return { find, call, read }
}

export function RecordPicker({ value, onValue, ...props }: Chooser & { value: string; onValue: (id: string) => void }) {
  const { find, call, read } = useRows(props.source)
  const [row, setRow] = useState<Row | null>(null)
  useEffect(() => {
    if (value && value !== row?.id) void read(value).then((found) => setRow(found ?? { id: value }))
  }, [value])
  const known = useRef(new Map<string, Row>()).current // drawing again in between must not forget what was found
  const search = async (text: string) => {
    const found = await find(text)
    for (const each of found) known.set(each.id, each)
    return found.map(call)
  }
  const choose = (choice: Choice | null) => {
    setRow(choice ? (known.get(choice.id) ?? { id: choice.id, label: choice.text }) : null)
    onValue(choice?.id ?? '')
  }
  return <Combobox {...props} chosen={value && row?.id === value ? call(row) : null} find={search} onChoose={choose} />
}

export function RecordsPicker({ value, onValue, ...props }: Chooser & { value: string[]; onValue: (ids: string[]) => void }) {
  const { t } = useSpeech()
  const { find, call, read } = useRows(props.source)
  const [names, setNames] = useState<Record<string, string>>({})
  useEffect(() => {
    for (const id of value.filter((each) => !names[each])) {
      void read(id).then((row) => row && setNames((before) => ({ ...before, [id]: call(row).text })))
    }
  }, [value.join()])
  const search = async (text: string) => (await find(text)).map(call).filter((choice) => !value.includes(choice.id))
  const choose = (choice: Choice | null) => {
    if (!choice) return
    setNames((before) => ({ ...before, [choice.id]: choice.text }))
    onValue([...value, choice.id])
  }
  return (
    <>
      {value.length > 0 && (
        <ul class="chosen">
          {value.map((id) => (
            <li key={id}>
              {names[id] ?? id}
              <button type="button" class="quiet" aria-label={t(FORM.remove, { what: names[id] ?? id })}
                onClick={() => onValue(value.filter((each) => each !== id))}>×</button>
            </li>
          ))}
        </ul>
      )}
      <Combobox {...props} gathers chosen={null} find={search} onChoose={choose} />
    </>
  )
}
