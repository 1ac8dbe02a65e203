// After a command: recorded, then counted; what it changed on the dashboard.
import { useEffect, useRef, useState } from 'preact/hooks'
import appliedDocument from '../documents/applied.graphql'
import type { Metric } from '../graph/types.ts'
import { useSpeech } from '../language/language.tsx'
import { Link } from '../route/link.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { figure } from '../show/number.ts'
import { FIGURES } from '../words/figures.ts'
import { OUTCOME } from '../words/desk.ts'
import type { Command } from './commands.ts'
import type { Done } from './send.ts'

export type Counts = Record<string, string | null>

interface Props {
  command: Command
  done: Done
  before: Counts
  read: () => Promise<Counts>
  metrics: Metric[]
  onAnother: () => void
}

const EVERY = 300 // ms between two looks
const LONGEST = 30_000 // ms

export function Outcome({ command, done, before, read, metrics, onAnother }: Props) {
  const { t, w } = useSpeech()
  const { ask } = useSignedIn()
  const [after, setAfter] = useState<Counts | null>(null)
  const [slow, setSlow] = useState(false)
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const began = Date.now()
    const look = async () => {
      const found = await ask<{ applied: { applied: boolean } }>(appliedDocument, { eventId: done.eventId }).catch(() => null)
      if (found?.applied.applied) setAfter(await read().catch(() => ({})))
      else {
        if (Date.now() - began > LONGEST) setSlow(true)
        timer = setTimeout(() => void look(), Date.now() - began > LONGEST ? 10 * EVERY : EVERY)
      }
    }
    void look()
    return () => clearTimeout(timer)
  }, [done.eventId])
  const values = { command: w(command.words) }
  return (
    <div class="card outcome">
      <h2 tabIndex={-1} ref={head}><span aria-hidden="true">✓</span> {t(after ? OUTCOME.counted : OUTCOME.saved)}</h2>
      <p role="status">{after ? t(OUTCOME.countedText, values) : t(slow ? OUTCOME.slow : OUTCOME.savedText, values)}</p>
      {after && <Effect {...{ before, after, metrics }} />}
      <p class="form-end">
        <button type="button" class="primary" onClick={onAnother}>{t(OUTCOME.another)}</button>
        <Link to="/" class="button">{t(OUTCOME.toOverview)}</Link>
        {after && <Link to={`/audit/${done.eventId}`} class="button">{t(OUTCOME.toEvent)}</Link>}
      </p>
    </div>
  )
}

function Effect({ before, after, metrics }: { before: Counts; after: Counts; metrics: Metric[] }) {
  const { t, w, locale } = useSpeech()
  const said = (counts: Counts, metric: Metric) => figure(counts[metric.id], metric.unit, locale)
  const changed = metrics.filter((metric) => said(before, metric) !== said(after, metric))
  if (!changed.length) return <p>{t(OUTCOME.noEffect)}</p>
  return (
    <table class="effect">
      <caption>{t(OUTCOME.effect)}</caption>
      <thead>
        <tr>
          <th scope="col">{t(FIGURES.metric)}</th>
          <th scope="col" class="number">{t(OUTCOME.before)}</th>
          <th scope="col" class="number">{t(OUTCOME.after)}</th>
        </tr>
      </thead>
      <tbody>
        {changed.map((metric) => (
          <tr key={metric.id}>
            <th scope="row">{w(metric.words)}</th>
            <td class="number">{said(before, metric)}</td>
            <td class="number"><strong>{said(after, metric)}</strong></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
