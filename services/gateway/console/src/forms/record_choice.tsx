// Which record a transition is about: chosen from the capability's lists, or given by the address.
import { useEffect, useRef, useState } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { FORM } from '../words/desk.ts'
import { RevealControl } from '../reveal/reveal.tsx'
import { Combobox, type Choice } from './combobox.tsx'
import type { Command } from './commands.ts'
import { useRows } from './picker.tsx'
import { one, type Row } from './records.ts'
import { Row as FieldRow } from './row.tsx'
import { useSignedIn } from '../session/signed_in.tsx'

interface Props {
  command: Command
  given: string | null
  row: Row | null
  wrong: string | undefined
  onRow: (row: Row | null) => void
}

export function RecordChoice({ command, given, row, wrong, onRow }: Props) {
  const { t, w } = useSpeech()
  const { caller } = useSignedIn()
  const [list, setList] = useState(0)
  const source = { service: command.service, path: command.lists[list]?.path ?? '' }
  const { find, call } = useRows(source)
  useEffect(() => {
    if (!given || given === row?.id) return
    void readOne(given).then((found) => found && onRow(found))
  }, [given])
  const readOne = async (id: string) => {
    if (command.one) return one(caller, command.service, command.one.replace('{id}', id))
    return (await find('')).find((each) => each.id === id) ?? null
  }
  const known = useRef(new Map<string, Row>()).current // drawing again in between must not forget what was found
  const search = async (text: string) => {
    const found = await find(text)
    for (const each of found) known.set(each.id, each)
    return found.map(call)
  }
  const choose = (choice: Choice | null) => onRow(choice ? (known.get(choice.id) ?? null) : null)
  return (
    <FieldRow id="field-record" label={t(FORM.record)} required hint={t(FORM.recordHint, { list: command.lists[list] ? w(command.lists[list].words) : '' })} wrong={wrong}>
      {(described) => (
        <div class="record-choice">
          {command.lists.length > 1 && (
            <select aria-label={t(FORM.choose)} value={String(list)} onChange={(event) => {
              setList(Number(event.currentTarget.value))
              onRow(null)
            }}>
              {command.lists.map((each, index) => <option key={each.path} value={String(index)}>{w(each.words)}</option>)}
            </select>
          )}
          <Combobox key={list} id="field-record" chosen={row ? call(row) : null} find={search} onChoose={choose}
            required invalid={Boolean(wrong)} described={described} />
          {row && (
            <div class="chosen-whole">
              <span aria-hidden="true">{call(row).text}</span> <RevealControl service={command.service} list={command.path.slice(0, command.path.indexOf('/{'))} row={row} />
            </div>
          )}
        </div>
      )}
    </FieldRow>
  )
}
