// After a command: recorded, then counted; what was filled in, what it changed on the dashboard, where to go on.
import { useEffect, useRef, useState } from 'preact/hooks'
import appliedDocument from '../documents/applied.graphql'
import type { Metric } from '../graph/types.ts'
import { useSpeech } from '../language/language.tsx'
import { Link } from '../route/link.tsx'
import { useRoute } from '../route/router.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { figure } from '../show/number.ts'
import { OUTCOME } from '../words/desk.ts'
import type { Command } from './commands.ts'
import { compared, type Compared, type Place } from './effect.ts'
import { EffectTables } from './effect_tables.tsx'
import type { Field } from './fields.ts'
import { Onward } from './onward.tsx'
import { Submitted } from './submitted.tsx'
import type { Done } from './send.ts'
import type { Form } from './use_form.ts'

interface Props {
  command: Command
  fields: Field[]
  form: Form
  done: Done
  before: Place[]
  read: () => Promise<Place[]>
  metrics: Metric[]
  /** It came from the work queue: the next item is what follows. */
  fromWork: boolean
}

const EVERY = 300 // ms between two looks
const LONGEST = 30_000 // ms

export function Outcome({ command, fields, form, done, before, read, metrics, fromWork }: Props) {
  const { t, w, locale } = useSpeech()
  const { params, set } = useRoute()
  const { after, slow } = useCounted(done.eventId, read)
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    head.current?.focus()
    if (params.record) set({ record: undefined }) // handled: loading the page again must not bring it back
  }, [])
  const shown = (id: string, value: string | null) => figure(value, metrics.find((metric) => metric.id === id)?.unit ?? '', locale)
  const areas = after ? compared(before, after, shown) : null
  const { title, text } = verdict(areas, metrics, slow)
  return (
    <div class="card outcome">
      <h2 tabIndex={-1} ref={head}><span aria-hidden="true">✓</span> {t(title)}</h2>
      <p role="status">{t(text, { command: w(command.words) })}</p>
      {areas && metrics.length > 0 && <EffectTables areas={areas} metrics={metrics} />}
      <Submitted fields={fields} values={form.values} row={form.row} />
      <p class="form-end">
        {fromWork
          ? <Onward command={command} handled={done.id} counted={after !== null} />
          : <button type="button" class="primary" onClick={form.restart}>{t(OUTCOME.another)}</button>}
        <Link to="/" class="button">{t(OUTCOME.toOverview)}</Link>
        {after && <Link to={`/audit/${done.eventId}`} class="button">{t(OUTCOME.toEvent)}</Link>}
      </p>
    </div>
  )
}

/** What is said of the figures: counted only when a figure moved, or when none could be compared. */
function verdict(areas: Compared[] | null, metrics: Metric[], slow: boolean) {
  if (!areas) return { title: OUTCOME.saved, text: slow ? OUTCOME.slow : OUTCOME.savedText }
  if (!metrics.length) return { title: OUTCOME.saved, text: OUTCOME.noFigure }
  if (areas.length && !areas.some(({ moved }) => moved.length)) return { title: OUTCOME.saved, text: OUTCOME.still }
  return { title: OUTCOME.counted, text: OUTCOME.countedText }
}

/** The figures once the event is counted; null until then, and `slow` when that takes long. */
function useCounted(eventId: string, read: () => Promise<Place[]>): { after: Place[] | null; slow: boolean } {
  const { ask } = useSignedIn()
  const [after, setAfter] = useState<Place[] | null>(null)
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const began = Date.now()
    const look = async () => {
      const found = await ask<{ applied: { applied: boolean } }>(appliedDocument, { eventId }).catch(() => null)
      if (found?.applied.applied) setAfter(await read().catch(() => []))
      else {
        if (Date.now() - began > LONGEST) setSlow(true)
        timer = setTimeout(() => void look(), Date.now() - began > LONGEST ? 10 * EVERY : EVERY)
      }
    }
    void look()
    return () => clearTimeout(timer)
  }, [eventId])
  return { after, slow }
}
