// The county's units as bars of the chosen figure; a bar leads to its unit.
import { useMemo } from 'preact/hooks'
import { bars } from '../../charts/bars.ts'
import { Chart } from '../../charts/chart.tsx'
import type { County, Metric } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { address } from '../../route/address.ts'
import { useRoute } from '../../route/router.tsx'
import { compact, drawn, figure } from '../../show/number.ts'
import { FIGURES } from '../../words/figures.ts'
import { kept } from '../conditions.ts'
import { useMetricName } from '../metric_name.ts'

export function Bars({ county, metric }: { county: County; metric: Metric }) {
  const { t, w, locale } = useSpeech()
  const name = useMetricName()
  const { go, params } = useRoute()
  const rows = useMemo(
    () =>
      county.townships
        .map((unit) => {
          const value = unit.metrics.find((read) => read.metric.id === metric.id)?.value ?? null
          return {
            code: unit.code,
            name: w(unit.name),
            value: drawn(value, metric.unit),
            text: figure(value, metric.unit, locale),
          }
        })
        .sort((one, other) => (other.value ?? -1) - (one.value ?? -1)),
    [county, metric, w, locale],
  )
  const option = useMemo(() => bars(rows, (value) => compact(value, locale)), [rows, locale])
  const pick = (index: number) => {
    const row = rows[index]
    if (row) go(address(`/township/${row.code}`, kept(params)))
  }
  const about = t(FIGURES.barsAbout, {
    metric: w(metric.words),
    top: rows[0]?.name ?? '',
    topValue: rows[0]?.text ?? '',
  })
  return (
    <section class="card">
      <div class="card-head"><h2>{t(FIGURES.units)} · {name(metric)}</h2></div>
      {rows.some((row) => row.value !== null) ? (
        <Chart option={option} about={about} height={rows.length * 23 + 30} onPick={pick} />
      ) : (
        <Empty what={t(FIGURES.unitsNone, { metric: w(metric.words) })} />
      )}
    </section>
  )
}
