// Entries of the audit trail as a list: each leads to its full text and proof.
import type { Entry } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Table, type Column } from '../../lists/table.tsx'
import { Link } from '../../route/link.tsx'
import { day, moment } from '../../show/day.ts'
import { amountFen } from '../../show/amount.ts'
import { figure, plain, whole } from '../../show/number.ts'
import { AUDIT } from '../../words/audit.ts'
import { useAreaName } from '../area_name.ts'

export function Entries({ entries, filtered }: { entries: Entry[]; filtered: boolean }) {
  const { t, w, locale } = useSpeech()
  const area = useAreaName()
  const amount = (entry: Entry) => amountFen(entry.event)
  const money: Column<Entry> = {
    key: 'amount',
    head: t(AUDIT.amount),
    number: true,
    text: (entry) => {
      const fen = amount(entry)
      return fen ? plain(fen, 'fen') : ''
    },
    cell: (entry) => figure(amount(entry), 'fen', locale),
  }
  const columns: Column<Entry>[] = [
    {
      key: 'what',
      head: t(AUDIT.what),
      text: (entry) => w(entry.words),
      cell: (entry) => <Link to={`/audit/${entry.id}`}>{w(entry.words)}</Link>,
    },
    { key: 'occurred', head: t(AUDIT.occurred), text: (entry) => entry.occurredOn, cell: (entry) => <span class="day">{day(entry.occurredOn, locale)}</span> },
    { key: 'area', head: t(AUDIT.area), text: (entry) => area(entry.area), cell: (entry) => area(entry.area) },
    ...(entries.some((entry) => amount(entry)) ? [money] : []),
    {
      key: 'who',
      head: t(AUDIT.who),
      text: (entry) => `${entry.actor} ${w(entry.officeWords)}`,
      cell: (entry) => <>{entry.actor} <small>{w(entry.officeWords)}</small></>,
    },
    {
      key: 'recorded',
      head: t(AUDIT.recorded),
      text: (entry) => entry.recordedAt,
      cell: (entry) => <time dateTime={entry.recordedAt}>{moment(entry.recordedAt, locale)}</time>,
    },
    {
      key: 'position',
      head: t(AUDIT.position),
      number: true,
      text: (entry) => `${entry.log}#${entry.position}`,
      cell: (entry) => <>{entry.log} <strong>{whole(entry.position, locale)}</strong></>,
    },
  ]
  if (!entries.length) {
    return filtered ? <Empty what={t(AUDIT.none)} next={t(AUDIT.noneNext)} to="/audit" /> : <Empty what={t(AUDIT.noneAtAll)} />
  }
  return (
    <section class="card">
      <Table quiet cards caption={t(AUDIT.title)} columns={columns} rows={entries} id={(entry) => entry.id} file="audit" />
    </section>
  )
}
