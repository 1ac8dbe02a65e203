// The dialog: which fields and why; then the values, for a minute, with the audit entry that this look has made.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Option } from '../forms/fields.ts'
import type { Row } from '../forms/records.ts'
import { useSpeech } from '../language/language.tsx'
import { mayRead } from '../office/start.ts'
import { Link } from '../route/link.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { figure } from '../show/number.ts'
import { FIGURES } from '../words/figures.ts'
import { REVEAL } from '../words/reveal.ts'
import type { Reveal } from './declared.ts'
import { useReveal, type Shown } from './use_reveal.ts'

interface Props {
  reveal: Reveal
  row: Row
  onClose: () => void
}

export function RevealDialog({ reveal, row, onClose }: Props) {
  const { t } = useSpeech()
  const dialog = useRef<HTMLDialogElement>(null)
  const { stage, ask } = useReveal(reveal, row, onClose)
  useEffect(() => {
    dialog.current?.showModal()
    addEventListener('popstate', onClose)
    return () => removeEventListener('popstate', onClose)
  }, [])
  return (
    <dialog ref={dialog} class="reveal-dialog" aria-labelledby="reveal-title" onClose={onClose}>
      <h2 id="reveal-title">{t(REVEAL.title, { who: row.label ?? '' })}</h2>
      {stage.at === 'shown' ? (
        <Values reveal={reveal} shown={stage.shown} left={stage.left} onClose={onClose} />
      ) : (
        <Asking reveal={reveal} sending={stage.at === 'sending'} wrong={stage.at === 'asking' ? stage.wrong : null} ask={ask} onClose={onClose} />
      )}
    </dialog>
  )
}

interface AskingProps {
  reveal: Reveal
  sending: boolean
  wrong: string | null
  ask: (fields: string[], purpose: string) => Promise<void>
  onClose: () => void
}

function Asking({ reveal, sending, wrong, ask, onClose }: AskingProps) {
  const { t, w } = useSpeech()
  const [fields, setFields] = useState<string[]>([])
  const [purpose, setPurpose] = useState('')
  const [missing, setMissing] = useState(false)
  const tick = (value: string, on: boolean) => setFields((before) => (on ? [...before, value] : before.filter((each) => each !== value)))
  const submit = (event: Event) => {
    event.preventDefault()
    event.stopPropagation() // it may stand within the form of a command
    const lacks = !fields.length || !purpose
    setMissing(lacks)
    if (!lacks) void ask(reveal.fields.map(({ value }) => value).filter((value) => fields.includes(value)), purpose)
  }
  const said = missing && (!fields.length || !purpose) ? t(REVEAL.missing) : wrong
  return (
    <form noValidate onSubmit={submit}>
      <p class="hint">{t(REVEAL.recorded)}</p>
      {said && <p class="wrong" role="alert">{said}</p>}
      <fieldset>
        <legend>{t(REVEAL.fields)}</legend>
        {reveal.fields.map((option) => <Tick key={option.value} option={option} on={fields.includes(option.value)} tick={tick} />)}
      </fieldset>
      <label class="reveal-purpose">
        <span>{t(REVEAL.purpose)}</span>
        <select value={purpose} onChange={(event) => setPurpose(event.currentTarget.value)}>
          <option value="">{t(REVEAL.choose)}</option>
          {reveal.purposes.map((option) => <option key={option.value} value={option.value}>{w(option.words)}</option>)}
        </select>
      </label>
      <p class="form-end">
        <button type="submit" class="primary" disabled={sending}>{t(sending ? REVEAL.sending : REVEAL.show)}</button>
        <button type="button" class="quiet" onClick={onClose}>{t(REVEAL.cancel)}</button>
      </p>
    </form>
  )
}

function Tick({ option, on, tick }: { option: Option; on: boolean; tick: (value: string, on: boolean) => void }) {
  const { w } = useSpeech()
  return (
    <label class="tick">
      <input type="checkbox" checked={on} onChange={(event) => tick(option.value, event.currentTarget.checked)} /> {w(option.words)}
    </label>
  )
}

interface ValuesProps {
  reveal: Reveal
  shown: Shown
  left: number
  onClose: () => void
}

function Values({ reveal, shown, left, onClose }: ValuesProps) {
  const { t, w, locale } = useSpeech()
  const { viewer } = useSignedIn()
  const [copied, setCopied] = useState('')
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => close.current?.focus(), [])
  const copy = async (name: string, value: string) => {
    await navigator.clipboard.writeText(value)
    setCopied(name)
  }
  const text = (name: string, value: string) => (name.endsWith('_fen') ? `${figure(value, 'fen', locale)} ${t(FIGURES.yuan)}` : value)
  const words = (name: string) => {
    const option = reveal.fields.find(({ value }) => value === name)
    return option ? w(option.words) : name
  }
  return (
    <>
      <dl class="facts revealed">
        {shown.values.map(([name, value]) => (
          <div key={name}>
            <dt>{words(name)}</dt>
            <dd>
              {value === null ? t(REVEAL.unknown) : (
                <>
                  <span class="revealed-value">{text(name, value)}</span>{' '}
                  <button type="button" class="quiet" aria-label={t(REVEAL.copyWhat, { what: words(name) })} onClick={() => void copy(name, value)}>
                    {t(copied === name ? REVEAL.copied : REVEAL.copy)}
                  </button>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <p class="hint">
        {t(REVEAL.left, { n: left })}{' '}
        {mayRead(viewer, 'event') ? <Link to={`/audit/${shown.eventId}`}>{t(REVEAL.entry)}</Link> : t(REVEAL.done)}
      </p>
      <p class="form-end"><button type="button" class="primary" ref={close} onClick={onClose}>{t(REVEAL.hide)}</button></p>
      <span class="unseen" role="status">{copied ? t(REVEAL.copied) : t(REVEAL.shownNow)}</span>
    </>
  )
}
