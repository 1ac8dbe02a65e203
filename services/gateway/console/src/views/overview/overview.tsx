// The county at a glance: key figures, units, months, freshness; live while the page is open.
import { useEffect } from 'preact/hooks'
import overview from '../../documents/overview.graphql'
import { useAnswer } from '../../graph/use_answer.ts'
import { useLive } from '../../graph/use_live.ts'
import type { County } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Failed, Loading } from '../../lists/wait.tsx'
import { useRoute } from '../../route/router.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { FIGURES } from '../../words/figures.ts'
import { asked } from '../conditions.ts'
import { Freshness } from '../freshness.tsx'
import { KeyFigures } from '../key_figures.tsx'
import { MetricSwitch, useMetric } from '../metric_switch.tsx'
import { PickerBar } from '../picker_bar.tsx'
import { Parts } from '../parts.tsx'
import { Series } from '../series.tsx'
import { Tools } from '../tools.tsx'
import { Bars } from './bars.tsx'
import { UnitTable } from './unit_table.tsx'

export function Overview() {
  const { t, w } = useSpeech()
  const { params } = useRoute()
  const { viewer, config } = useSignedIn()
  const metric = useMetric()
  const code = viewer.area.slice(0, 6) || config.county
  const { data, error, again } = useAnswer<{ county: County | null }>(overview, { code, ...asked(params) })
  const live = useLive(again, Boolean(params.knownAt))
  const county = data?.county
  const nothing = data && county?.metrics.every((read) => read.value === null) !== false
  const past = Boolean(params.asOf ?? params.knownAt)
  const several = (county?.townships.length ?? 0) > 1
  const title = t(FIGURES.overview, { county: county ? w(county.name) : '' })
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <>
      <div class="title-row">
        <h1>{title}</h1>
        <Tools />
      </div>
      <PickerBar />
      {error && <Failed error={error} again={again} />}
      {!data && !error && <Loading />}
      {nothing && past && <Empty what={t(FIGURES.nothingThen)} next={t(FIGURES.nothingThenNext)} to="/" />}
      {nothing && !past && <Empty what={t(FIGURES.nothing)} next={t(FIGURES.nothingNext)} to="/desk" />}
      {county && metric && !(nothing && past) && (
        <>
          <Freshness reading={county} live={params.knownAt ? undefined : live} />
          <KeyFigures unit={county} reading={county} />
          <MetricSwitch />
          <div class={several ? 'charts' : undefined}>
            {several && <Bars county={county} metric={metric} />}
            <div>
              <Series metric={metric} points={county.series} place={w(county.name)} />
              <Parts metric={metric} figure={county.chosen[0]} />
            </div>
          </div>
          {several && <UnitTable county={county} />}
        </>
      )}
    </>
  )
}
