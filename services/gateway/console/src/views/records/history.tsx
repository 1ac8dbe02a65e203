// What happened to a record, newest first: when, by which office, what; corrections against what they put right.
import { useEffect, useState } from 'preact/hooks'
import { numberEnd, pageOf } from '../../forms/records.ts'
import type { OpenApi } from '../../forms/schema.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Failed, Loading } from '../../lists/wait.tsx'
import { mayRead } from '../../office/start.ts'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { day, moment } from '../../show/day.ts'
import { figure } from '../../show/number.ts'
import { AUDIT } from '../../words/audit.ts'
import { FIGURES } from '../../words/figures.ts'
import { RECORDS } from '../../words/records.ts'
import { useAreaName } from '../area_name.ts'
import { corrects, linesOf, reasonOf, voids, type Happened, type Line, type Said } from './happened.ts'
import { useCalled } from './use_called.ts'

interface Props {
  service: string
  api: OpenApi
  path: string
  id: string
}

const FIRST = 10

export function History({ service, api, path, id }: Props) {
  const { t } = useSpeech()
  const { events, next, error, more, again } = useHistory(service, `${path}/${id}/history`)
  const lines = events?.map((event) => linesOf(service, api, event, id)) ?? []
  const said = useSaid(service, api, lines.flat())
  return (
    <section class="card history" aria-label={t(RECORDS.history)}>
      <h2>{t(RECORDS.history)}</h2>
      {error && <Failed error={error} again={again} />}
      {!events && !error && <Loading />}
      {events?.length === 0 && <Empty what={t(RECORDS.historyNone)} />}
      {events && events.length > 0 && (
        <ol>
          {events.map((event, index) => <Entry key={event.id} {...{ service, api, event, said }} lines={lines[index] ?? []} />)}
        </ol>
      )}
      {next && <p class="pager"><button type="button" onClick={more}>{t(RECORDS.historyMore)}</button></p>}
    </section>
  )
}

function useHistory(service: string, path: string) {
  const { caller } = useSignedIn()
  const [found, setFound] = useState<{ events: Happened[]; next: string | null } | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const read = (after?: string) => {
    setError(null)
    pageOf(caller, service, path, { limit: String(FIRST), after }).then(({ rows, next }) => {
      const events = rows as unknown as Happened[]
      setFound((before) => ({ events: after && before ? [...before.events, ...events] : events, next }))
    }, setError)
  }
  useEffect(() => read(), [caller, service, path])
  return { events: found?.events, next: found?.next ?? null, error, more: () => read(found?.next ?? undefined), again: () => read() }
}

interface EntryProps {
  service: string
  api: OpenApi
  event: Happened
  lines: Line[]
  said: (value: Said) => string
}

function Entry({ service, api, event, lines, said }: EntryProps) {
  const { t, w, locale } = useSpeech()
  const { viewer } = useSignedIn()
  const { zh, en } = event.office_words
  const office = zh ? w({ zh, en: en ?? zh }) : (event.office ?? '')
  const by = event.on_behalf_of
    ? t(AUDIT.deputy, { actor: event.actor, lender: event.on_behalf_of, office })
    : t(AUDIT.by, { actor: event.actor, office })
  const what = event.of ? t(RECORDS.ofWhat, { what: w(event.words), of: w(event.of) }) : w(event.words)
  const reason = reasonOf(service, api, event)
  return (
    <li class={corrects(event) || voids(event) ? 'happened put-right' : 'happened'}>
      <p class="happened-head">
        <time dateTime={event.occurred_on}>{day(event.occurred_on, locale)}</time>{' '}
        <strong>{mayRead(viewer, 'event') ? <Link to={`/audit/${event.id}`}>{what}</Link> : what}</strong>
        {reason && <> <span class="tag">{w(reason)}</span></>}
      </p>
      <p class="hint">{by} · {t(RECORDS.recordedAt, { at: moment(event.recorded_at, locale) })}</p>
      {lines.length > 0 && (
        <dl class="happened-lines">
          {lines.map(({ name, head, before, after }) => (
            <div key={name}>
              <dt>{w(head)}</dt>
              <dd>
                {before && <><span class="unseen">{t(RECORDS.changedFrom)} </span><del>{said(before)}</del></>}
                {before && after && <span aria-hidden="true"> → </span>}
                {after && <>{corrects(event) && <span class="unseen"> {t(RECORDS.changedTo)} </span>}{corrects(event) ? <ins>{said(after)}</ins> : said(after)}</>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}

/** Values in words; records by what they are called, as far as the office may read them. */
function useSaid(service: string, api: OpenApi, lines: Line[]): (value: Said) => string {
  const { t, w, locale } = useSpeech()
  const area = useAreaName()
  const records = lines.flatMap(({ before, after }) => [before, after]).filter((value) => value?.kind === 'record')
  const name = useCalled(service, api, records)
  return (value) => {
    switch (value.kind) {
      case 'words':
        return w(value.words)
      case 'flag':
        return t(value.on ? RECORDS.yes : RECORDS.no)
      case 'fen':
        return `${figure(value.text, 'fen', locale)} ${t(FIGURES.yuan)}`
      case 'day':
        return day(value.text, locale)
      case 'area':
        return area(value.text)
      case 'number':
        return new Intl.NumberFormat(locale, { useGrouping: value.text.length > 4 }).format(Number(value.text))
      case 'record':
        return name(value.id) ?? (value.area ? area(value.area) : t(AUDIT.number, { end: numberEnd(value.id) }))
      default:
        return value.text
    }
  }
}
