// The organisations of a township with their own figures; what belongs to none of them; the township's total.
import type { Figure, Organisation, Page, Township } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import type { All } from '../../lists/download.tsx'
import { Table, type Column } from '../../lists/table.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { day, today } from '../../show/day.ts'
import { figure, inFile, NO_DATA } from '../../show/number.ts'
import { FIGURES } from '../../words/figures.ts'
import { keyFigures } from '../conditions.ts'
import { useMetricName } from '../metric_name.ts'
import { rest, tops } from '../rest.ts'

interface Props {
  place: Township
  page: Page<Organisation>
  after: string | null
  onPage: (after: string | null) => void
  all: All<Organisation>
}

export function Organisations({ place, page, after, onPage, all }: Props) {
  const { t, w, locale } = useSpeech()
  const name = useMetricName()
  const { metricCatalogue } = useSignedIn()
  const rows = page.edges.map((edge) => edge.node)
  const key = keyFigures(metricCatalogue)
  const counted = key.filter((metric) => value(place, metric.id) !== null)
  const sum = (id: string, called: string, metrics: Figure[]): Organisation =>
    ({ id, name: called, kind: '', kindWords: { zh: '', en: '' }, parent: null, since: null, metrics })
  const foot = (known: Organisation[], complete: boolean): Organisation[] => {
    const beside = complete ? rest(place.metrics, tops(known).map((row) => row.metrics), key) : null
    const total = sum('total', t(FIGURES.townshipTotal, { township: w(place.name) }), place.metrics)
    return [...(beside ? [sum('rest', t(FIGURES.townshipItself), beside)] : []), total]
  }
  const columns: Column<Organisation>[] = [
    { key: 'name', head: t(FIGURES.organisation), cell: (row) => row.name, text: (row) => row.name },
    { key: 'kind', wide: true, head: t(FIGURES.kind), cell: (row) => w(row.kindWords), text: (row) => w(row.kindWords) },
    {
      key: 'since',
      wide: true,
      head: t(FIGURES.sinceDay),
      cell: (row) => row.kind && <span class="day">{row.since ? day(row.since, locale) : NO_DATA}</span>,
      text: (row) => row.since ?? '',
    },
    ...counted.map((metric): Column<Organisation> => ({
      key: metric.id,
      head: name(metric),
      number: true,
      cell: (row) => figure(value(row, metric.id), metric.unit, locale),
      text: (row) => inFile(value(row, metric.id), metric.unit, locale),
    })),
  ]
  if (!rows.length && !after) {
    return (
      <section class="card">
        <Empty what={t(FIGURES.organisationsNone)} next={t(FIGURES.organisationsNext)} to="/desk" />
      </section>
    )
  }
  const partial = after !== null || page.pageInfo.hasNextPage
  return (
    <section class="card">
      <Table caption={t(FIGURES.organisations)} columns={columns} rows={rows} id={(row) => row.id} foot={foot}
        file={`${w(place.name)}-${t(FIGURES.organisations)}-${today()}`} {...(partial ? { all } : {})} />
      <p class="hint">{t(FIGURES.townshipItselfHint)}</p>
      {page.pageInfo.hasNextPage && <p class="on-paper">{t(FIGURES.printBound, { count: rows.length })}</p>}
      <p class="pager">
        {after && <button type="button" class="quiet" onClick={() => onPage(null)}>{t(FIGURES.firstPage)}</button>}
        {page.pageInfo.hasNextPage && (
          <button type="button" onClick={() => onPage(page.pageInfo.endCursor)}>{t(FIGURES.nextPage)}</button>
        )}
      </p>
    </section>
  )
}

const value = (row: { metrics: Figure[] }, id: string) => row.metrics.find((read) => read.metric.id === id)?.value ?? null
