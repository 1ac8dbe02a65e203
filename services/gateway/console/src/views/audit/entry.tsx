// One entry of the audit trail in full: who, in which office, when, what; its exact bytes; its proof.
import { useEffect } from 'preact/hooks'
import entryDocument from '../../documents/entry.graphql'
import type { FullEntry } from '../../graph/types.ts'
import { useAnswer } from '../../graph/use_answer.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Failed, Loading } from '../../lists/wait.tsx'
import { address } from '../../route/address.ts'
import { Link } from '../../route/link.tsx'
import { day, moment } from '../../show/day.ts'
import { amountFen } from '../../show/amount.ts'
import { figure, whole } from '../../show/number.ts'
import { AUDIT } from '../../words/audit.ts'
import { useAreaName } from '../area_name.ts'
import { ProofPanel } from './proof_panel.tsx'

export function EntryPage({ id }: { id: string }) {
  const { t, w } = useSpeech()
  const { data, error, again } = useAnswer<{ event: FullEntry | null }>(entryDocument, { id })
  const entry = data?.event
  const title = entry ? w(entry.words) : t(AUDIT.title)
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <>
      <p class="trail"><Link to="/audit">← {t(AUDIT.back)}</Link></p>
      <h1>{title}</h1>
      {error && <Failed error={error} again={again} />}
      {!data && !error && <Loading />}
      {data && !entry && <Empty what={t(AUDIT.notFound)} next={t(AUDIT.back)} to="/audit" />}
      {entry && (
        <>
          <Facts entry={entry} />
          <ProofPanel entry={entry} />
          <section class="card">
            <h2>{t(AUDIT.exact)}</h2>
            <pre tabIndex={0}>{readable(entry.event)}</pre>
          </section>
        </>
      )}
    </>
  )
}

function Facts({ entry }: { entry: FullEntry }) {
  const { t, w, locale } = useSpeech()
  const area = useAreaName()
  const amount = amountFen(entry.event)
  const facts: [string, string][] = [
    [t(AUDIT.who), `${entry.actor} · ${w(entry.officeWords)}`],
    ...(entry.onBehalfOf ? [[t(AUDIT.onBehalf), entry.onBehalfOf] as [string, string]] : []),
    [t(AUDIT.area), area(entry.area)],
    [t(AUDIT.occurred), day(entry.occurredOn, locale)],
    ...(amount ? [[t(AUDIT.amount), figure(amount, 'fen', locale)] as [string, string]] : []),
    [t(AUDIT.recorded), moment(entry.recordedAt, locale)],
    [t(AUDIT.sequenced), moment(entry.sequencedAt, locale)],
    [t(AUDIT.log), `${entry.log} · ${t(AUDIT.entry, { position: whole(entry.position, locale) })}`],
    [t(AUDIT.eventId), entry.id],
  ]
  return (
    <section class="card">
      <dl class="facts">
        {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
      </dl>
      {entry.subject && <p><Link to={address('/audit', { subject: entry.subject })}>{t(AUDIT.same)}</Link></p>}
    </section>
  )
}

/** Laid out for reading; the proof is about the unchanged text. */
const readable = (event: string): string => JSON.stringify(JSON.parse(event), null, 2)
