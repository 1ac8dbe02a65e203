// A member looked for right at the desk: by the surname's sign or pinyin, the name, or the number's last four.
import { useState } from 'preact/hooks'
import type { List } from '../../forms/lists.ts'
import type { OpenApi } from '../../forms/schema.ts'
import { useSpeech } from '../../language/language.tsx'
import { MEMBERSHIP } from '../../words/membership.ts'
import { Rows } from '../../views/records/rows.tsx'
import { useRows } from '../../views/records/use_rows.ts'
import { columnsOf } from './declared.ts'

const FIRST = 10
const NOTHING = {}

export function FindMember({ list, api }: { list: List; api: OpenApi }) {
  const { t, w } = useSpeech()
  const [typed, setTyped] = useState('')
  return (
    <section class="card">
      <label class="find">
        <span>{t(MEMBERSHIP.find)}</span>
        <input type="search" autocomplete="off" value={typed} placeholder={list.search ? w(list.search) : ''} onInput={(event) => setTyped(event.currentTarget.value)} />
      </label>
      {typed.trim() && <Found list={list} api={api} typed={typed.trim()} />}
    </section>
  )
}

function Found({ list, api, typed }: { list: List; api: OpenApi; typed: string }) {
  const { w } = useSpeech()
  const source = useRows(list.service, list.path, typed, NOTHING, FIRST)
  return <Rows list={list} api={api} caption={w(list.words)} source={source} narrowed chosen={columnsOf(list.service, list.path)} bare />
}
