// Any command's form, drawn from what the command declares.
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import effectDocument from '../documents/effect.graphql'
import { useSpeech } from '../language/language.tsx'
import { useLeaving } from '../route/leaving.ts'
import { useSignedIn } from '../session/signed_in.tsx'
import { FORM } from '../words/desk.ts'
import type { Unit } from '../graph/types.ts'
import { Away } from './away.tsx'
import type { Command } from './commands.ts'
import type { Draft } from './drafts.ts'
import { concerned, placesOf, type Place } from './effect.ts'
import { FieldRow } from './field_row.tsx'
import { fieldsOf } from './fields.ts'
import { Outcome } from './outcome.tsx'
import { RecordChoice } from './record_choice.tsx'
import { inputId } from './row.tsx'
import type { OpenApi } from './schema.ts'
import { useForm } from './use_form.ts'

interface Props {
  command: Command
  api: OpenApi
  draft: Draft | null
  given: Record<string, string>
  fromWork: boolean
}

export function CommandForm({ command, api, draft, given, fromWork }: Props) {
  const { t } = useSpeech()
  const { ask, metricCatalogue, viewer } = useSignedIn()
  const fields = useMemo(() => fieldsOf(command.service, api, command.schema), [command, api])
  const moved = metricCatalogue.filter((metric) => metric.eventTypes.some((type) => command.emits.includes(type)))
  const [before, setBefore] = useState<Place[]>([])
  const read = async (): Promise<Place[]> => {
    if (!moved.length) return []
    const variables = { code: viewer.area.slice(0, 6), ids: moved.map((metric) => metric.id) }
    const { county } = await ask<{ county: (Unit & { townships: Unit[] }) | null }>(effectDocument, variables)
    return placesOf(county, concerned(viewer.area, form.row, fields, form.values))
  }
  // Figures before are for show alone: a form is sent whether or not they could be read.
  const form = useForm(command, fields, draft, given, async () => setBefore(await read().catch(() => [])))
  const { stage, wrongs } = form
  useLeaving(form.unsaved, useCallback(() => confirm(t(FORM.leaveSure)), [t]))
  const summary = useRef<HTMLDivElement>(null)
  const troubled = Boolean(form.whole) || Object.keys(wrongs).length > 0
  useEffect(() => {
    if (troubled) summary.current?.focus()
  }, [wrongs, form.whole])
  if (stage.at === 'done') {
    return <Outcome {...{ command, fields, form, before, read, fromWork }} done={stage.done} metrics={moved} />
  }
  if (stage.at === 'away') return <Away form={form} old={draft !== null && draft.sending.key === stage.sending.key} />
  const whole = form.whole && !Object.values(wrongs).includes(form.whole) ? form.whole : null // not said twice
  const labels = Object.fromEntries(fields.map((field) => [`/${field.name}`, field]))
  return (
    <form class="card form" noValidate onSubmit={(event) => {
      event.preventDefault()
      void form.submit()
    }}>
      {troubled && (
        <div class="failed" role="alert" tabIndex={-1} ref={summary}>
          <p><strong>{whole ?? t(FORM.errorsTitle, { count: Object.keys(wrongs).length })}</strong></p>
          <ul>{Object.entries(wrongs).map(([at, text]) => <Wrong key={at} at={at} text={text} field={labels[at]} />)}</ul>
        </div>
      )}
      {command.record && (
        <RecordChoice command={command} given={given.record ?? draft?.record ?? null} row={form.row} wrong={wrongs['/record']} onRow={form.setRow} />
      )}
      {!fields.length && <p class="hint">{t(FORM.emptyForm)}</p>}
      {fields.map((field) => (
        <FieldRow key={field.name} field={field} pointer={`/${field.name}`} wrongs={wrongs} value={form.values[field.name] ?? ''}
          onValue={(value) => form.setValues({ ...form.values, [field.name]: value })} />
      ))}
      <p class="form-end">
        <button type="submit" class="primary" disabled={stage.at === 'sending'}>{t(stage.at === 'sending' ? FORM.sending : FORM.send)}</button>
        <button type="button" class="quiet" onClick={() => (!form.unsaved || confirm(t(FORM.resetSure))) && form.restart()}>{t(FORM.reset)}</button>
      </p>
    </form>
  )
}

function Wrong({ at, text, field }: { at: string; text: string; field: { label: { zh: string; en: string } } | undefined }) {
  const { t, w } = useSpeech()
  return <li><a href={`#${inputId(at)}`}>{field ? t(FORM.wrongAt, { field: w(field.label), text }) : text}</a></li>
}
