// The county's units as a table: every key figure, sortable, each number leading to its events.
import type { County, Metric, Unit } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { orderOf, orderText } from '../../lists/order.ts'
import { Table, type Column } from '../../lists/table.tsx'
import { address } from '../../route/address.ts'
import { Link } from '../../route/link.tsx'
import { useRoute } from '../../route/router.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { drawn, figure, inFile } from '../../show/number.ts'
import { FIGURES } from '../../words/figures.ts'
import { kept, keyFigures } from '../conditions.ts'
import { useMetricName } from '../metric_name.ts'
import { useMetric } from '../metric_switch.tsx'
import { rest } from '../rest.ts'
import { ToEvents } from '../to_events.tsx'

const read = (unit: Unit, metric: Metric) => unit.metrics.find((known) => known.metric.id === metric.id)?.value ?? null

/** The row of what lies in no township. */
const REST = 'rest'

export function UnitTable({ county }: { county: County }) {
  const { t, w, locale } = useSpeech()
  const name = useMetricName()
  const { params, set } = useRoute()
  const { metricCatalogue } = useSignedIn()
  const chosen = useMetric()
  const key = keyFigures(metricCatalogue)
  const shown = chosen && !key.includes(chosen) ? [chosen, ...key] : key
  const beside = rest(county.metrics, county.townships.map((unit) => unit.metrics), metricCatalogue)
  const total: Unit = { code: county.code, name: county.name, metrics: county.metrics }
  const own: Unit[] = beside ? [{ code: REST, name: { zh: FIGURES.countyLevel[0], en: FIGURES.countyLevel[1] }, metrics: beside }] : []
  const isTownship = (unit: Unit) => unit.code !== county.code && unit.code !== REST
  const columns: Column<Unit>[] = [
    {
      key: 'unit',
      head: t(FIGURES.unit),
      by: (unit) => unit.code,
      text: (unit) => (unit.code === county.code ? t(FIGURES.total) : w(unit.name)),
      cell: (unit) =>
        unit.code === county.code ? t(FIGURES.total) : !isTownship(unit) ? w(unit.name) : <Link to={address(`/township/${unit.code}`, kept(params))}>{w(unit.name)}</Link>,
    },
    ...shown.map((metric): Column<Unit> => ({
      key: metric.id,
      head: name(metric),
      number: true,
      by: (unit) => drawn(read(unit, metric), metric.unit),
      text: (unit) => inFile(read(unit, metric), metric.unit, locale),
      cell: (unit) =>
        unit.code === REST ? figure(read(unit, metric), metric.unit, locale) : <Cell unit={unit} metric={metric} reading={county} />,
    })),
  ]
  return (
    <section class="card">
      <Table caption={t(FIGURES.units)} columns={columns} rows={county.townships} id={(unit) => unit.code}
        file={`${t(FIGURES.overview, { county: w(county.name) })}-${county.asOf}`} foot={() => [...own, total]}
        order={orderOf(params.sort ?? 'unit')} onOrder={(order) => set({ sort: orderText(order) })} />
      <p class="hint">{t(FIGURES.noDataHint)}{beside && ` ${t(FIGURES.countyLevelHint)}`}</p>
    </section>
  )
}

interface CellProps {
  unit: Unit
  metric: Metric
  reading: County
}

function Cell({ unit, metric, reading }: CellProps) {
  const { w, locale } = useSpeech()
  const text = figure(read(unit, metric), metric.unit, locale)
  return (
    <ToEvents {...{ metric, reading }} area={unit.code} class="to-events" what={`${w(unit.name)} ${w(metric.words)} ${text}`}>
      {text}
    </ToEvents>
  )
}
