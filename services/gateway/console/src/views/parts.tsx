// What a figure is made of, by each of its dimensions.
import type { Figure, Metric, Part } from '../graph/types.ts'
import { useSpeech } from '../language/language.tsx'
import { Empty } from '../lists/empty.tsx'
import { drawn, figure as shown } from '../show/number.ts'
import { FIGURES } from '../words/figures.ts'
import { useMetricName } from './metric_name.ts'

export function Parts({ metric, figure }: { metric: Metric; figure: Figure | undefined }) {
  const { t } = useSpeech()
  const name = useMetricName()
  const parts = figure?.parts ?? []
  const groups = Map.groupBy(parts, (part) => part.dimension)
  return (
    <section class="card">
      <div class="card-head"><h2>{t(FIGURES.parts, { metric: name(metric) })}</h2></div>
      {parts.length === 0 && <Empty what={t(FIGURES.noParts)} />}
      {[...groups].map(([dimension, members]) => <Group key={dimension} parts={members} unit={metric.unit} />)}
    </section>
  )
}

function Group({ parts, unit }: { parts: Part[]; unit: string }) {
  const { w, locale } = useSpeech()
  const most = Math.max(...parts.map((part) => drawn(part.value, unit) ?? 0), 1)
  return (
    <ul class="parts">
      {parts.map((part) => (
        <li key={part.code}>
          <span>{w(part.words)}</span>
          <meter min={0} max={most} value={Math.max(drawn(part.value, unit) ?? 0, 0)} aria-hidden="true" />
          <span class="number">{shown(part.value, unit, locale)}</span>
        </li>
      ))}
    </ul>
  )
}
