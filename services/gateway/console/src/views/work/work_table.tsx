// Work items as a table: what, where, since when, how long left, and the way to handle it.
import { commandAddress } from '../../forms/where.ts'
import type { WorkItem } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { Due } from '../../lists/due.tsx'
import type { All } from '../../lists/download.tsx'
import { Table, type Column } from '../../lists/table.tsx'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { day, today } from '../../show/day.ts'
import { WORK } from '../../words/desk.ts'
import { useAreaName } from '../area_name.ts'
import { MOST_ITEMS } from './use_queue.ts'
import { useSubjects } from './use_subjects.ts'

interface Props {
  items: WorkItem[]
  /** All of them wait for the viewer's own office, which need not be said in each row. */
  mine: boolean
  /** All of them, for a file, where these are only the first. */
  all?: All<WorkItem>
  /** Without the way to take them away. */
  bare?: boolean
}

export function WorkTable({ items, mine, all, bare }: Props) {
  const { t, w, locale } = useSpeech()
  const { viewer } = useSignedIn()
  const area = useAreaName()
  const { subject, load } = useSubjects(items)
  const named: All<WorkItem> | undefined = all && (async (told) => {
    const found = await all(told)
    await load(found.rows)
    return found
  })
  const by = (item: WorkItem) => t(WORK.by, { office: w(item.officeWords) })
  const office: Column<WorkItem> = {
    key: 'office',
    head: t(WORK.office),
    text: (item) => w(item.officeWords),
    cell: (item) => w(item.officeWords),
  }
  const columns: Column<WorkItem>[] = [
    { key: 'what', head: t(WORK.what), text: (item) => w(item.words), cell: (item) => w(item.words) },
    {
      key: 'subject',
      head: t(WORK.subject),
      text: subject,
      cell: subject,
    },
    { key: 'area', head: t(WORK.area), text: (item) => area(item.area), cell: (item) => <span class="day">{area(item.area)}</span> },
    ...(mine ? [] : [office]),
    { key: 'since', head: t(WORK.since), text: (item) => item.since, cell: (item) => <span class="day">{day(item.since, locale)}</span> },
    {
      key: 'due',
      head: t(WORK.due),
      text: (item) => item.dueOn ?? '',
      cell: (item) => (item.dueOn ? <Due on={item.dueOn} left={item.daysLeft} /> : t(WORK.noDue)),
    },
    {
      key: 'act',
      head: t(WORK.act),
      text: (item) => (item.office === viewer.office.id ? '' : by(item)),
      cell: (item) =>
        item.command && item.office === viewer.office.id ? (
          <Link to={commandAddress(item.command, item.subject)} class="button small" label={t(WORK.actLabel, { what: w(item.words) })}>
            {t(WORK.act)}
          </Link>
        ) : item.office === viewer.office.id ? null : <span class="hint">{by(item)}</span>,
    },
  ]
  return <Table quiet cards caption={t(WORK.title)} columns={columns} rows={items} id={(item) => item.id} {...(bare ? {} : { file: `${t(WORK.title)}-${today()}` })}
    {...(named ? { all: named, most: MOST_ITEMS } : {})} />
}
