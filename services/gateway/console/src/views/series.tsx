// The chosen figure by month: as a line and as a table.
import { useMemo, useState } from 'preact/hooks'
import { Chart } from '../charts/chart.tsx'
import { line } from '../charts/line.ts'
import type { Metric, Point } from '../graph/types.ts'
import { useSpeech } from '../language/language.tsx'
import { Empty } from '../lists/empty.tsx'
import { Table, type Column } from '../lists/table.tsx'
import { month, today } from '../show/day.ts'
import { compact, drawn, figure, inFile } from '../show/number.ts'
import { FIGURES } from '../words/figures.ts'
import { useMetricName } from './metric_name.ts'

interface Props {
  metric: Metric
  points: Point[]
  /** What the place is called. */
  place: string
}

export function Series({ metric, points, place }: Props) {
  const { t, w, locale } = useSpeech()
  const name = useMetricName()
  const [table, setTable] = useState(false)
  const dots = useMemo(
    () =>
      points.map((point) => ({
        month: month(point.month, locale),
        value: drawn(point.value, metric.unit),
        text: figure(point.value, metric.unit, locale),
      })),
    [points, metric, locale],
  )
  const option = useMemo(() => line(dots, (value) => compact(value, locale)), [dots, locale])
  const columns: Column<Point>[] = [
    { key: 'month', head: t(FIGURES.month), cell: (point) => month(point.month, locale), text: (point) => point.month },
    {
      key: 'value',
      head: name(metric),
      number: true,
      cell: (point) => figure(point.value, metric.unit, locale),
      text: (point) => inFile(point.value, metric.unit, locale),
    },
  ]
  const known = dots.filter((dot) => dot.value !== null)
  const about = t(FIGURES.seriesAbout, {
    metric: w(metric.words),
    from: dots[0]?.month ?? '',
    to: dots.at(-1)?.month ?? '',
    last: known.at(-1)?.text ?? t(FIGURES.noData),
  })
  return (
    <section class="card">
      <div class="card-head">
        <h2>{t(FIGURES.series)} · {name(metric)}</h2>
        {known.length > 0 && (
          <button type="button" class="quiet" aria-pressed={table} onClick={() => setTable(!table)}>
            {t(table ? FIGURES.asChart : FIGURES.asTable)}
          </button>
        )}
      </div>
      {known.length === 0 ? (
        <Empty what={t(FIGURES.seriesEmpty, { metric: w(metric.words) })} />
      ) : table ? (
        <Table quiet caption={about} columns={columns} rows={[...points].reverse()} id={(point) => point.month}
          file={`${place}-${name(metric)}-${today()}`} />
      ) : (
        <Chart option={option} about={about} height={280} />
      )}
    </section>
  )
}
