// One field of a form: an input of its kind, or fields that belong together, as one group or as a list of rows.
import { useSpeech } from '../language/language.tsx'
import { today } from '../show/day.ts'
import { FORM } from '../words/desk.ts'
import { Input } from './input.tsx'
import { inputId, Row, type FieldProps } from './row.tsx'
import { blank, type Values } from './values.ts'

export function FieldRow(props: FieldProps) {
  const { field, pointer, value } = props
  const { w } = useSpeech()
  if (field.kind === 'group') return <FieldGroup {...props} value={value as Values} />
  if (field.kind === 'groups') return <FieldGroups {...props} value={value as Values[]} />
  // a list's own pointer, or one of its items'
  const wrong = props.wrongs[pointer] ?? Object.entries(props.wrongs).find(([at]) => at.startsWith(`${pointer}/`))?.[1]
  const id = inputId(pointer)
  return (
    <Row id={id} label={w(field.label)} required={field.required} hint={field.hint ? w(field.hint) : null} wrong={wrong}>
      {(described) => <Input {...props} id={id} described={described} invalid={Boolean(wrong)} />}
    </Row>
  )
}

function FieldGroup({ field, pointer, value, wrongs, onValue }: Omit<FieldProps, 'value'> & { value: Values }) {
  const { w } = useSpeech()
  return (
    <fieldset>
      <legend>{w(field.label)}</legend>
      {field.fields.map((inner) => (
        <FieldRow key={inner.name} field={inner} pointer={`${pointer}/${inner.name}`} wrongs={wrongs}
          value={value[inner.name] ?? ''} onValue={(changed) => onValue({ ...value, [inner.name]: changed })} />
      ))}
    </fieldset>
  )
}

function FieldGroups({ field, pointer, value, wrongs, onValue }: Omit<FieldProps, 'value'> & { value: Values[] }) {
  const { t, w } = useSpeech()
  const put = (index: number, row: Values) => onValue(value.map((each, at) => (at === index ? row : each)))
  return (
    <fieldset>
      <legend>{w(field.label)}</legend>
      {wrongs[pointer] && <p class="wrong">{wrongs[pointer]}</p>}
      {value.map((row, index) => (
        <div class="group-row" key={index}>
          <FieldGroup pointer={`${pointer}/${index}`} wrongs={wrongs} value={row}
            field={{ ...field, label: { zh: t(FORM.row, { n: index + 1 }), en: t(FORM.row, { n: index + 1 }) } }}
            onValue={(changed) => put(index, changed as Values)} />
          <button type="button" class="quiet" onClick={() => onValue(value.filter((_, at) => at !== index))}>
            {t(FORM.remove, { what: t(FORM.row, { n: index + 1 }) })}
          </button>
        </div>
      ))}
      <button type="button" class="quiet" onClick={() => onValue([...value, blank(field.fields, today())])}>{t(FORM.addRow)}</button>
    </fieldset>
  )
}
