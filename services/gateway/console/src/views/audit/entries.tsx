// Entries of the audit trail as a list: what, about whom, what it changed; each leads to its words and proof.
import type { Entry, Metric } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import type { All } from '../../lists/download.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Table, type Column } from '../../lists/table.tsx'
import { address } from '../../route/address.ts'
import { Link } from '../../route/link.tsx'
import { useRoute } from '../../route/router.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { day, moment, today } from '../../show/day.ts'
import { amountFen } from '../../show/amount.ts'
import { figure, inFile, signed, whole } from '../../show/number.ts'
import { AUDIT } from '../../words/audit.ts'
import { useAreaName } from '../area_name.ts'
import { effectOf, explains, total } from './effect.ts'
import { useNames } from './use_names.ts'
import { useWho } from './use_who.ts'

interface Props {
  entries: Entry[]
  /** Whether these are all that match. */
  complete: boolean
  /** The figure whose events these are. */
  metric: Metric | undefined
  all: All<Entry>
  filtered: boolean
}

/** A row of the list: an entry, or the line that adds their effects up. */
type Row = Entry | { id: 'sum'; words: string; effect: string }
const isSum = (row: Row): row is Extract<Row, { effect: string }> => row.id === 'sum'

export function Entries({ entries, complete, metric, all, filtered }: Props) {
  const { t, w, locale } = useSpeech()
  const { params } = useRoute()
  const { viewer } = useSignedIn()
  const area = useAreaName()
  const who = useWho()
  const { about, readAt, load } = useNames(entries)
  const counted = metric && explains(metric) ? metric : null
  const within = params.area ?? viewer.area
  const amount = (entry: Entry) => amountFen(entry.event)
  const effect = (row: Row): string | null => (isSum(row) ? row.effect : counted && effectOf(row, counted.id, within))
  const of = (show: (entry: Entry) => string) => (row: Row) => (isSum(row) ? '' : show(row))
  const money: Column<Row> = {
    key: 'amount',
    head: t(AUDIT.amount),
    number: true,
    text: of((entry) => inFile(amount(entry), 'fen', locale)),
    cell: of((entry) => figure(amount(entry), 'fen', locale)),
  }
  const change: Column<Row> | null = counted && {
    key: 'effect',
    head: t(counted.unit === 'fen' ? AUDIT.effectYuan : AUDIT.effect),
    number: true,
    text: (row) => inFile(effect(row), counted.unit, locale),
    cell: (row) => signed(effect(row) ?? '0', counted.unit, locale),
  }
  const columns: Column<Row>[] = [
    {
      key: 'what',
      head: t(AUDIT.what),
      text: (row) => (isSum(row) ? row.words : w(row.words)),
      cell: (row) => (isSum(row) ? row.words : <Link to={address(`/audit/${row.id}`, params)}>{w(row.words)}</Link>),
    },
    { key: 'about', head: t(AUDIT.about), text: of(about), cell: (row) => (isSum(row) ? '' : <About to={readAt(row)} what={about(row)} />) },
    ...(change ? [change] : []),
    { key: 'occurred', head: t(AUDIT.occurred), text: of((entry) => entry.occurredOn), cell: (row) => (isSum(row) ? '' : <span class="day">{day(row.occurredOn, locale)}</span>) },
    { key: 'area', head: t(AUDIT.area), text: of((entry) => area(entry.area)), cell: of((entry) => area(entry.area)) },
    ...(counted?.unit !== 'fen' && entries.some((entry) => amount(entry)) ? [money] : []),
    {
      key: 'who',
      head: t(AUDIT.who),
      text: of(who),
      cell: of(who),
    },
    {
      key: 'recorded',
      head: t(AUDIT.recorded),
      text: of((entry) => moment(entry.recordedAt, locale)),
      cell: (row) => (isSum(row) ? '' : <time dateTime={row.recordedAt}>{moment(row.recordedAt, locale)}</time>),
    },
    {
      key: 'position',
      head: t(AUDIT.position),
      number: true,
      text: of((entry) => `${entry.log}#${entry.position}`),
      cell: (row) => (isSum(row) ? '' : <>{row.log} <strong>{whole(row.position, locale)}</strong></>),
    },
  ]
  if (!entries.length) {
    return filtered ? <Empty what={t(AUDIT.none)} next={t(AUDIT.noneNext)} to="/audit" /> : <Empty what={t(AUDIT.noneAtAll)} />
  }
  const foot = (rows: Row[], whole_: boolean): Row[] => {
    if (!counted) return []
    const words = t(whole_ ? AUDIT.sumAll : AUDIT.sum, { count: whole(rows.length, locale) })
    return [{ id: 'sum', words, effect: total(rows.map(effect)) }]
  }
  const named: All<Row> = async (told) => {
    const found = await all(told)
    await load(found.rows)
    return found
  }
  const file = `${metric ? t(AUDIT.behind, { metric: w(metric.words) }) : t(AUDIT.title)}-${today()}`
  return (
    <section class="card">
      <Table<Row> quiet cards caption={t(AUDIT.title)} columns={columns} rows={entries} id={(row) => row.id} file={file}
        foot={foot} {...(complete ? {} : { all: named })} />
      {metric && !counted && <p class="hint">{t(AUDIT.effectUnknown)}</p>}
    </section>
  )
}

/** What an entry is about, leading to it where the office may read it. */
export function About({ to, what }: { to: string | null; what: string }) {
  return to ? <Link to={to}>{what}</Link> : <>{what}</>
}
