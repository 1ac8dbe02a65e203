// The organisations of a township with their own figures, page by page.
import type { Organisation, Page } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Table, type Column } from '../../lists/table.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { day } from '../../show/day.ts'
import { figure, NO_DATA, plain } from '../../show/number.ts'
import { FIGURES } from '../../words/figures.ts'
import { keyFigures } from '../conditions.ts'
import { useMetricName } from '../metric_name.ts'

interface Props {
  page: Page<Organisation>
  code: string
  after: string | null
  onPage: (after: string | null) => void
}

export function Organisations({ page, code, after, onPage }: Props) {
  const { t, w, locale } = useSpeech()
  const name = useMetricName()
  const { metricCatalogue } = useSignedIn()
  const rows = page.edges.map((edge) => edge.node)
  const counted = keyFigures(metricCatalogue).filter((metric) =>
    rows.some((row) => row.metrics.some((read) => read.metric.id === metric.id && read.value !== null)),
  )
  const value = (row: Organisation, id: string) => row.metrics.find((read) => read.metric.id === id)?.value ?? null
  const columns: Column<Organisation>[] = [
    { key: 'name', head: t(FIGURES.organisation), cell: (row) => row.name, text: (row) => row.name },
    { key: 'kind', wide: true, head: t(FIGURES.kind), cell: (row) => w(row.kindWords), text: (row) => w(row.kindWords) },
    {
      key: 'since',
      wide: true,
      head: t(FIGURES.sinceDay),
      cell: (row) => <span class="day">{row.since ? day(row.since, locale) : NO_DATA}</span>,
      text: (row) => row.since ?? '',
    },
    ...counted.map((metric): Column<Organisation> => ({
      key: metric.id,
      head: name(metric),
      number: true,
      cell: (row) => figure(value(row, metric.id), metric.unit, locale),
      text: (row) => {
        const read = value(row, metric.id)
        return read === null ? '' : plain(read, metric.unit)
      },
    })),
  ]
  if (!rows.length && !after) {
    return (
      <section class="card">
        <Empty what={t(FIGURES.organisationsNone)} next={t(FIGURES.organisationsNext)} to="/desk" />
      </section>
    )
  }
  return (
    <section class="card">
      <Table caption={t(FIGURES.organisations)} columns={columns} rows={rows} id={(row) => row.id} file={`${code}-organisations`} />
      <p class="pager">
        {after && <button type="button" class="quiet" onClick={() => onPage(null)}>{t(FIGURES.firstPage)}</button>}
        {page.pageInfo.hasNextPage && (
          <button type="button" onClick={() => onPage(page.pageInfo.endCursor)}>{t(FIGURES.nextPage)}</button>
        )}
      </p>
    </section>
  )
}
