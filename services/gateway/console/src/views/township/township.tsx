// One township: its figures, what they are made of, its months, its organisations.
import { useEffect, useState } from 'preact/hooks'
import organisations from '../../documents/organisations.graphql'
import township from '../../documents/township.graphql'
import { useAnswer } from '../../graph/use_answer.ts'
import { useLive } from '../../graph/use_live.ts'
import type { Organisation, Page, Reading, Township as Place } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { everything } from '../../lists/everything.ts'
import { Failed, Loading } from '../../lists/wait.tsx'
import { address } from '../../route/address.ts'
import { Link } from '../../route/link.tsx'
import { useRoute } from '../../route/router.tsx'
import { FIGURES } from '../../words/figures.ts'
import { FRAME } from '../../words/frame.ts'
import { useSignedIn } from '../../session/signed_in.tsx'
import { asked, keyFigures, kept } from '../conditions.ts'
import { Freshness } from '../freshness.tsx'
import { KeyFigures } from '../key_figures.tsx'
import { MetricSwitch, useMetric } from '../metric_switch.tsx'
import { Parts } from '../parts.tsx'
import { PickerBar } from '../picker_bar.tsx'
import { Series } from '../series.tsx'
import { Tools } from '../tools.tsx'
import { Organisations } from './organisations.tsx'

interface Answer {
  township: Place | null
  county: Reading | null
}

const NO_PAGE: Page<Organisation> = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } }

export function Township({ code }: { code: string }) {
  const { t, w } = useSpeech()
  const { params } = useRoute()
  const metric = useMetric()
  const [after, setAfter] = useState<string | null>(null)
  const [all, setAll] = useState<Page<Organisation> | null>(null)
  const { viewer, ask, metricCatalogue } = useSignedIn()
  const reached = { code, metrics: keyFigures(metricCatalogue).map((known) => known.id), ...asked(params) }
  const variables = { ...reached, county: code.slice(0, 6), after }
  const { data, error, loading, again } = useAnswer<Answer>(township, variables)
  const live = useLive(again, Boolean(params.knownAt))
  const place = data?.township?.code === code ? data.township : null
  const reading = data?.county
  const name = place ? w(place.name) : ''
  const load = (told?: (count: number) => void) =>
    everything(async (from, first) => {
      const { metric: _, ...wanted } = reached
      const answer = await ask<Answer>(organisations, { ...wanted, after: from, first })
      return answer.township?.organisations ?? NO_PAGE
    }, told)
  const onPaper = async (told: (count: number) => void) => {
    const { rows, after: endCursor, more } = await load(told)
    setAll({ edges: rows.map((node) => ({ cursor: node.id, node })), pageInfo: { hasNextPage: more, endCursor } })
  }
  useEffect(() => {
    document.title = name
  }, [name])
  if (!loading && !error && data && !data.township) return <Empty what={t(FRAME.notFound)} next={t(FRAME.toOverview)} to="/" />
  return (
    <>
      <p class="trail"><Link to={address(viewer.area.length > 6 ? '/county' : '/', kept(params))}>← {t(FIGURES.back)}</Link></p>
      <div class="title-row">
        <h1>{name}</h1>
        <Tools prepare={onPaper} />
      </div>
      <PickerBar />
      {error && <Failed error={error} again={again} />}
      {!place && !error && <Loading />}
      {place && reading && metric && (
        <>
          <Freshness reading={reading} live={params.knownAt ? undefined : live} />
          <KeyFigures unit={place} reading={reading} />
          <MetricSwitch />
          <div class="charts">
            <Series metric={metric} points={place.series} place={name} />
            <Parts metric={metric} figure={place.metrics.find((read) => read.metric.id === metric.id)} />
          </div>
          <Organisations place={place} page={all ?? place.organisations} after={all ? null : after} all={load}
            onPage={(next) => {
              setAll(null)
              setAfter(next)
            }} />
        </>
      )}
    </>
  )
}
