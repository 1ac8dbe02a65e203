// What a list is narrowed by: a word to search for, states as tabs, and the filters that its query declares.
import { COUNTY_OR_AREA, type Field } from '../../forms/fields.ts'
import type { List } from '../../forms/lists.ts'
import { RecordPicker } from '../../forms/picker.tsx'
import { useSpeech } from '../../language/language.tsx'
import { RECORDS } from '../../words/records.ts'
import { useAreas } from '../area_name.ts'
import type { Asked } from './use_rows.ts'

interface Props {
  list: List
  typed: string
  onType: (typed: string) => void
  asked: Asked
  onAsk: (name: string, value: string) => void
  /** Filters that are settled already: a record's own lists. */
  settled?: readonly string[]
}

const STATE = 'state'
const MOST_TABS = 7

export function FilterBar({ list, typed, onType, asked, onAsk, settled = [] }: Props) {
  const { t, w } = useSpeech()
  const open = list.filters.filter(({ name }) => !settled.includes(name))
  const state = open.find(({ name, kind, options }) => name === STATE && kind === 'choice' && options.length <= MOST_TABS)
  const others = open.filter((field) => field !== state)
  if (!list.search && !open.length) return null
  return (
    <>
      {(list.search ?? others.length > 0) && (
        <div class="picker-bar" role="search" aria-label={w(list.words)}>
          <div class="picker-row">
            {list.search && (
              <label>
                <span>{t(RECORDS.search)}</span>
                <input type="search" autocomplete="off" value={typed} placeholder={w(list.search)} onInput={(event) => onType(event.currentTarget.value)} />
              </label>
            )}
            {others.map((field) => <Filter key={field.name} field={field} value={asked[field.name] ?? ''} onValue={(value) => onAsk(field.name, value)} />)}
          </div>
        </div>
      )}
      {state && <Tabs field={state} value={asked[STATE] ?? state.initial} onValue={(value) => onAsk(STATE, value)} />}
    </>
  )
}

interface FilterProps {
  field: Field
  value: string
  onValue: (value: string) => void
}

function Filter({ field, value, onValue }: FilterProps) {
  const { t, w } = useSpeech()
  const areas = useAreas()
  const change = (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value)
  const id = `filter-${field.name}`
  const options = optionsOf()
  return (
    <div class="filter">
      <label for={id}>{w(field.label)}</label>
      {field.source ? (
        <RecordPicker id={id} source={field.source} value={value} onValue={onValue} />
      ) : options ? (
        <select id={id} value={value || field.initial} onChange={change}>
          {!field.initial && <option value="">{t(RECORDS.any)}</option>}
          {options.map((option) => <option key={option.value} value={option.value}>{w(option.words)}</option>)}
        </select>
      ) : (
        <Typed id={id} kind={field.kind} value={value} onChange={change} />
      )}
    </div>
  )

  function optionsOf() {
    if (field.kind === 'choice') return field.options
    if (field.kind === 'area') return areas.filter((area) => field.schema['x-picker'] === COUNTY_OR_AREA || area.code.length > 6).map((area) => ({ value: area.code, words: area.name }))
    if (field.kind !== 'flag') return null
    return [{ value: 'true', words: both(RECORDS.yes) }, { value: 'false', words: both(RECORDS.no) }]
  }
}

interface TypedProps {
  id: string
  kind: Field['kind']
  value: string
  onChange: (event: { currentTarget: { value: string } }) => void
}

function Typed({ kind, ...props }: TypedProps) {
  if (kind === 'day') return <input {...props} type="date" />
  return <input {...props} type="text" inputMode={kind === 'integer' ? 'numeric' : 'text'} autocomplete="off" />
}

const both = ([zh, en]: readonly [string, string]) => ({ zh, en })

function Tabs({ field, value, onValue }: FilterProps) {
  const { t, w } = useSpeech()
  const tabs = [...(field.initial ? [] : [{ value: '', words: both(RECORDS.all) }]), ...field.options]
  return (
    <div class="tabs" role="group" aria-label={w(field.label)}>
      {tabs.map((tab) => (
        <button key={tab.value} type="button" aria-pressed={tab.value === value} onClick={() => onValue(tab.value === field.initial ? '' : tab.value)}>{w(tab.words) || t(RECORDS.all)}</button>
      ))}
    </div>
  )
}
