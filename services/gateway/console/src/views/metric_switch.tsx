// Which figure the charts show: kept in the URL, drawn from the catalogue.
import { useSpeech } from '../language/language.tsx'
import { useRoute } from '../route/router.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { FIGURES } from '../words/figures.ts'
import type { Metric } from '../graph/types.ts'
import { KEY_FIGURES } from './conditions.ts'

/** The figure chosen, or the first one known. */
export function useMetric(): Metric | undefined {
  const { params } = useRoute()
  const { metricCatalogue } = useSignedIn()
  const wanted = params.metric ?? KEY_FIGURES[0]
  return metricCatalogue.find((metric) => metric.id === wanted) ?? metricCatalogue[0]
}

export function MetricSwitch() {
  const { t, w } = useSpeech()
  const { set } = useRoute()
  const { metricCatalogue } = useSignedIn()
  const chosen = useMetric()
  return (
    <label class="metric-switch">
      <span>{t(FIGURES.metric)}</span>
      <select value={chosen?.id ?? ''} onChange={(event) => set({ metric: event.currentTarget.value })}>
        {metricCatalogue.map((metric) => <option key={metric.id} value={metric.id}>{w(metric.words)}</option>)}
      </select>
    </label>
  )
}
