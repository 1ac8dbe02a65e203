// One entry of the audit trail in full: who, in which office, when, what; its exact bytes; its proof.
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import entryDocument from '../../documents/entry.graphql'
import type { FullEntry } from '../../graph/types.ts'
import { useAnswer } from '../../graph/use_answer.ts'
import { useLive } from '../../graph/use_live.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Failed, Loading } from '../../lists/wait.tsx'
import { address } from '../../route/address.ts'
import { Link } from '../../route/link.tsx'
import { useRoute } from '../../route/router.tsx'
import { day, moment } from '../../show/day.ts'
import { amountFen } from '../../show/amount.ts'
import { figure, signed, whole } from '../../show/number.ts'
import { useSignedIn } from '../../session/signed_in.tsx'
import { AUDIT } from '../../words/audit.ts'
import { OFFICE } from '../../words/office.ts'
import { useAreaName } from '../area_name.ts'
import { useMetricName } from '../metric_name.ts'
import { About } from './entries.tsx'
import { ProofPanel } from './proof_panel.tsx'
import { useAccessFacts } from './use_access_facts.ts'
import { useNames } from './use_names.ts'
import { useWho } from './use_who.ts'

export function EntryPage({ id }: { id: string }) {
  const { t, w } = useSpeech()
  const { params } = useRoute()
  const { data, error, again } = useAnswer<{ event: FullEntry | null }>(entryDocument, { id })
  const entry = data?.event
  useLive(again, Boolean(entry)) // an entry made a moment ago comes as soon as it is in the trail
  const title = entry ? w(entry.words) : t(AUDIT.title)
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <>
      <p class="trail"><Link to={address('/audit', params)}>← {t(AUDIT.back)}</Link></p>
      <h1>{title}</h1>
      {error && <Failed error={error} again={again} />}
      {!data && !error && <Loading />}
      {data && !entry && <Empty what={t(AUDIT.notFound)} next={t(AUDIT.back)} to="/audit" />}
      {entry && (
        <>
          <Facts entry={entry} />
          <ProofPanel entry={entry} />
          <details class="card">
            <summary>{t(AUDIT.exact)}</summary>
            <p class="hint">{t(AUDIT.exactHint)}</p>
            <pre tabIndex={0}>{readable(entry.event)}</pre>
          </details>
        </>
      )}
    </>
  )
}

type Fact = [name: string, value: ComponentChildren]

function Facts({ entry }: { entry: FullEntry }) {
  const { t, w, locale } = useSpeech()
  const { metricCatalogue } = useSignedIn()
  const area = useAreaName()
  const name = useMetricName()
  const { about, readAt } = useNames([entry])
  const access = useAccessFacts(entry)
  const who = useWho()
  const amount = amountFen(entry.event)
  const said = (name: string): string => (name in AUDIT ? t(AUDIT[name as keyof typeof AUDIT]) : name)
  const effects = entry.effects.flatMap(({ metric: { id }, area: where, delta }) => {
    const metric = metricCatalogue.find((known) => known.id === id)
    return metric ? [t(AUDIT.effectAt, { metric: name(metric), delta: signed(delta, metric.unit, locale), area: area(where) })] : []
  })
  const facts: Fact[] = [
    [t(AUDIT.what), w(entry.words)],
    ...(about(entry) ? [[t(AUDIT.about), <About key="about" to={readAt(entry)} what={about(entry)} />] satisfies Fact] : []),
    ...access,
    ...[...Map.groupBy(entry.codes, ({ name }) => name)].map(([name, codes]): Fact => [said(name), codes.map(({ words }) => w(words)).join(t(OFFICE.and))]),
    ...given(t(AUDIT.amount), amount && figure(amount, 'fen', locale)),
    [t(AUDIT.effect), effects.join(' · ') || t(AUDIT.effectNone)],
    [t(AUDIT.who), who(entry)],
    [t(AUDIT.area), area(entry.area)],
    [t(AUDIT.occurred), day(entry.occurredOn, locale)],
    [t(AUDIT.recorded), moment(entry.recordedAt, locale)],
    [t(AUDIT.sequenced), moment(entry.sequencedAt, locale)],
    [t(AUDIT.log), `${entry.log} · ${t(AUDIT.entry, { position: whole(entry.position, locale) })}`],
    ...given(t(AUDIT.subjectId), entry.subject),
    [t(AUDIT.eventId), entry.id],
  ]
  return (
    <section class="card">
      <dl class="facts">
        {facts.map(([fact, value]) => <div key={fact}><dt>{fact}</dt><dd>{value}</dd></div>)}
      </dl>
      {entry.subject && <p><Link to={address('/audit', { subject: entry.subject })}>{t(AUDIT.same)}</Link></p>}
    </section>
  )
}

const given = (name: string, value: string | null): Fact[] => (value ? [[name, value]] : [])

/** Laid out for reading; the proof is about the unchanged text. */
const readable = (event: string): string => JSON.stringify(JSON.parse(event), null, 2)
