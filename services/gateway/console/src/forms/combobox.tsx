// One input that filters a list and takes one choice from it (WAI-ARIA combobox with a listbox).
import { useEffect, useRef, useState } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { FORM } from '../words/desk.ts'

export interface Choice {
  id: string
  text: string
}

interface Props {
  id: string
  chosen: Choice | null
  find: (text: string) => Promise<Choice[]>
  onChoose: (choice: Choice | null) => void
  invalid?: boolean
  described?: string
  required?: boolean
  /** A choice empties the input again: several are gathered elsewhere. */
  gathers?: boolean
}

const PAUSE = 180 // ms after the last key before the list is asked

export function Combobox({ id, chosen, find, onChoose, invalid, described, required, gathers }: Props) {
  const { t } = useSpeech()
  const [text, setText] = useState(chosen?.text ?? '')
  const [choices, setChoices] = useState<Choice[] | null>(null)
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const asked = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => setText(chosen?.text ?? ''), [chosen?.id, chosen?.text])
  useEffect(() => () => clearTimeout(timer.current), [])

  const look = (wanted: string, wait: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const turn = ++asked.current
      void find(wanted).then(
        (found) => turn === asked.current && (setChoices(found), setAt(found.length && wanted ? 0 : -1)),
        () => turn === asked.current && setChoices([]),
      )
    }, wait)
    setOpen(true)
  }
  const choose = (choice: Choice) => {
    onChoose(choice)
    setText(gathers ? '' : choice.text)
    setOpen(false)
  }
  const leave = () => {
    setOpen(false)
    if (gathers || text.trim() !== '') setText(chosen?.text ?? '')
    else if (chosen) onChoose(null)
  }
  const key = (event: KeyboardEvent) => {
    const last = (choices?.length ?? 0) - 1
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) look('', 0)
      else setAt(event.key === 'ArrowDown' ? Math.min(at + 1, last) : Math.max(at - 1, 0))
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      const choice = choices?.[at]
      if (choice) choose(choice)
    } else if (event.key === 'Escape') setOpen(false)
  }
  return (
    <div class="combobox">
      <input id={id} type="text" role="combobox" autocomplete="off" value={text} placeholder={t(FORM.searchHint)}
        aria-expanded={open} aria-controls={`${id}-list`} aria-autocomplete="list" aria-required={required}
        aria-invalid={invalid} aria-describedby={described}
        aria-activedescendant={open && at >= 0 ? `${id}-${at}` : undefined}
        onFocus={() => look('', 0)} onBlur={leave} onKeyDown={key}
        onInput={(event) => {
          setText(event.currentTarget.value)
          look(event.currentTarget.value.trim(), PAUSE)
        }} />
      <ul id={`${id}-list`} role="listbox" aria-label={t(FORM.choose)} hidden={!open || choices === null}>
        {choices?.map((choice, index) => (
          <li key={choice.id} id={`${id}-${index}`} role="option" aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()} onClick={() => choose(choice)}>
            {choice.text}
          </li>
        ))}
        {choices?.length === 0 && <li class="none" role="option" aria-disabled="true" aria-selected={false}>{t(FORM.noChoice)}</li>}
      </ul>
      <span class="unseen" role="status">{open && choices ? t(FORM.choices, { count: choices.length }) : ''}</span>
    </div>
  )
}
