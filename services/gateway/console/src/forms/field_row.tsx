// One field of a form: label, hint, input of its kind, and what is wrong with it.
import type { ComponentChildren } from 'preact'
import { useSpeech } from '../language/language.tsx'
import { FORM } from '../words/desk.ts'
import type { Field } from './fields.ts'
import { FieldGroup, FieldGroups } from './group.tsx'
import { Input } from './input.tsx'
import type { Value, Values } from './values.ts'

export interface FieldProps {
  field: Field
  pointer: string
  value: Value
  wrongs: Record<string, string>
  onValue: (value: Value) => void
}

export const inputId = (pointer: string): string => `field${pointer.replaceAll(/[^\w]/g, '-')}`

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

interface RowProps {
  id: string
  label: string
  required: boolean
  hint: string | null
  wrong: string | undefined
  children: (described: string | undefined) => ComponentChildren
}

export function Row({ id, label, required, hint, wrong, children }: RowProps) {
  const { t } = useSpeech()
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ') || undefined
  return (
    <div class={wrong ? 'field field-wrong' : 'field'}>
      <label for={id}>
        {label} <small>{t(required ? FORM.required : FORM.optional)}</small>
      </label>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {children(described)}
      {wrong && <p class="wrong" id={`${id}-wrong`}>{wrong}</p>}
    </div>
  )
}
