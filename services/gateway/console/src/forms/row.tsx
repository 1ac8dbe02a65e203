// The frame around an input: its label, its hint, and what is wrong with it; and what every field is given.
import type { ComponentChildren } from 'preact'
import { useSpeech } from '../language/language.tsx'
import { FORM } from '../words/desk.ts'
import type { Field } from './fields.ts'
import type { Value } from './values.ts'

export interface FieldProps {
  field: Field
  pointer: string
  value: Value
  wrongs: Record<string, string>
  onValue: (value: Value) => void
}

export const inputId = (pointer: string): string => `field${pointer.replaceAll(/[^\w]/g, '-')}`

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
