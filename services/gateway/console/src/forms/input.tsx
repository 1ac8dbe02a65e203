// The input for one field, by its kind.
import { useSpeech } from '../language/language.tsx'
import { useAreas } from '../views/area_name.ts'
import { today } from '../show/day.ts'
import { FORM } from '../words/desk.ts'
import { COUNTY_OR_AREA, type Option } from './fields.ts'
import { RecordPicker, RecordsPicker } from './picker.tsx'
import type { FieldProps } from './row.tsx'
import { BUSINESS_DAY } from './values.ts'

interface Props extends FieldProps {
  id: string
  described: string | undefined
  invalid: boolean
}

export function Input(props: Props) {
  const { field, id, value, onValue, described, invalid } = props
  const { t } = useSpeech()
  const common = {
    id,
    'aria-describedby': described,
    'aria-invalid': invalid,
    'aria-required': field.required,
    onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value),
  }
  const source = field.source
  switch (field.kind) {
    case 'flag':
      return (
        <span class="flag">
          <input {...common} type="checkbox" checked={value === true} onInput={undefined}
            onChange={(event) => onValue(event.currentTarget.checked)} />
          {t(value === true ? FORM.yes : FORM.no)}
        </span>
      )
    case 'choice':
      return <Options {...common} options={field.options} value={String(value)} />
    case 'area':
      return <Areas {...common} county={field.schema['x-picker'] === COUNTY_OR_AREA} value={String(value)} />
    case 'day':
      return <input {...common} type="date" value={String(value)} max={field.name === BUSINESS_DAY ? today() : undefined} />
    case 'fen':
      return <span class="money"><input {...common} type="text" inputMode="decimal" value={String(value)} /> {t(FORM.yuan)}</span>
    case 'integer':
    case 'number':
      return <input {...common} type="text" inputMode={field.kind === 'integer' ? 'numeric' : 'decimal'} value={String(value)} />
    case 'texts':
      return <textarea {...common} rows={3} value={(value as string[]).join('\n')} autocomplete="off"
        onInput={(event) => onValue(event.currentTarget.value.split('\n'))} />
    case 'record':
      if (source) return <RecordPicker {...{ id, described, invalid, source }} required={field.required} value={String(value)} onValue={onValue} />
      break
    case 'records':
      if (source) return <RecordsPicker {...{ id, described, invalid, source }} required={field.required} value={value as string[]} onValue={onValue} />
      break
    default:
  }
  const long = !field.schema.pattern && (field.schema.maxLength ?? 0) >= LONG
  if (long) return <textarea {...common} rows={4} autocomplete="off" value={String(value)} />
  return <input {...common} type="text" autocomplete="off" value={String(value)} />
}

const LONG = 300 // characters from which on a text is more than a line

interface Chosen {
  id: string
  value: string
  onInput: (event: { currentTarget: { value: string } }) => void
}

function Options({ options, value, ...common }: Chosen & { options: Option[] }) {
  const { t, w } = useSpeech()
  return (
    <select {...common} value={value}>
      <option value="">{t(FORM.choose)}</option>
      {options.map((option) => <option key={option.value} value={option.value}>{w(option.words)}</option>)}
    </select>
  )
}

/** The townships that the writer may act for, and where it may be the county as well, the county. */
function Areas({ county, ...props }: Chosen & { county: boolean }) {
  const options = useAreas()
    .filter((area) => county || area.code.length > 6)
    .map((area) => ({ value: area.code, words: area.name }))
  return <Options {...props} options={options} />
}
