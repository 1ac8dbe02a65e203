// One township: its figures, what they are made of, its months, its organisations.
import { useEffect, useState } from 'preact/hooks'
import township from '../../documents/township.graphql'
import { useAnswer } from '../../graph/use_answer.ts'
import { useLive } from '../../graph/use_live.ts'
import type { Reading, Township as Place } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Failed, Loading } from '../../lists/wait.tsx'
import { address } from '../../route/address.ts'
import { Link } from '../../route/link.tsx'
import { useRoute } from '../../route/router.tsx'
import { FIGURES } from '../../words/figures.ts'
import { FRAME } from '../../words/frame.ts'
import { asked, kept } from '../conditions.ts'
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

export function Township({ code }: { code: string }) {
  const { t, w } = useSpeech()
  const { params } = useRoute()
  const metric = useMetric()
  const [after, setAfter] = useState<string | null>(null)
  const variables = { code, county: code.slice(0, 6), after, ...asked(params) }
  const { data, error, loading, again } = useAnswer<Answer>(township, variables)
  const live = useLive(again, Boolean(params.knownAt))
  const place = data?.township?.code === code ? data.township : null
  const reading = data?.county
  const name = place ? w(place.name) : ''
  useEffect(() => {
    document.title = name
  }, [name])
  if (!loading && !error && data && !data.township) return <Empty what={t(FRAME.notFound)} next={t(FRAME.toOverview)} to="/" />
  return (
    <>
      <p class="trail"><Link to={address('/', kept(params))}>← {t(FIGURES.back)}</Link></p>
      <div class="title-row">
        <h1>{name}</h1>
        <Tools />
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
            <Series metric={metric} points={place.series} place={place.code} />
            <Parts metric={metric} figure={place.metrics.find((read) => read.metric.id === metric.id)} />
          </div>
          <Organisations page={place.organisations} code={code} after={after} onPage={setAfter} />
        </>
      )}
    </>
  )
}
