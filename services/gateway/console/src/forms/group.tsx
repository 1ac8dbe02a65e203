// Fields that belong together: one group, or a list of rows of them.
import { useSpeech } from '../language/language.tsx'
import { today } from '../show/day.ts'
import { FORM } from '../words/desk.ts'
import { FieldRow, type FieldProps } from './field_row.tsx'
import { blank, type Values } from './values.ts'

export function FieldGroup({ field, pointer, value, wrongs, onValue }: Omit<FieldProps, 'value'> & { value: Values }) {
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

export function FieldGroups({ field, pointer, value, wrongs, onValue }: Omit<FieldProps, 'value'> & { value: Values[] }) {
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
