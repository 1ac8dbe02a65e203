// Which view an address shows.
import { CommandPage } from '../desks/command_page.tsx'
import { DeskPage } from '../desks/desk.tsx'
import { useSpeech } from '../language/language.tsx'
import { Empty } from '../lists/empty.tsx'
import { mayRead } from '../office/start.ts'
import { match } from '../route/address.ts'
import { useRoute } from '../route/router.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { FRAME } from '../words/frame.ts'
import { Audit } from './audit/audit.tsx'
import { EntryPage } from './audit/entry.tsx'
import { RecordList } from './records/list.tsx'
import { Record } from './records/record.tsx'
import { Records } from './records/records.tsx'
import { Overview } from './overview/overview.tsx'
import { Elsewhere } from './township/elsewhere.tsx'
import { Township } from './township/township.tsx'
import { Work } from './work/work.tsx'

const COUNTY_DIGITS = 6

/** Whoever works in a township finds it first; the county's totals are a link away, and all that others read. */
export function Views() {
  const { t } = useSpeech()
  const { viewer } = useSignedIn()
  const { path } = useRoute()
  const at = (pattern: string) => match(pattern, path)
  const township = at('/township/:code')
  const entry = at('/audit/:id')
  const command = at('/desk/:service/:capability/:name') ?? at('/desk/:service')
  const record = at('/records/:service/:name/:id')
  const list = at('/records/:service/:name')
  const own = viewer.area.length > COUNTY_DIGITS && mayRead(viewer, 'township')
  const asked = path === '/audit' || entry ? 'auditTrail' : path === '/work' ? 'workQueue' : township ? 'township' : null
  if (asked && !mayRead(viewer, asked)) return <Closed />
  if (path === '/' && own) return <Township key={viewer.area} code={viewer.area} />
  if (path === '/' || path === '/county') return <Overview />
  if (township?.code && !township.code.startsWith(viewer.area)) return <Elsewhere key={township.code} code={township.code} />
  if (township?.code) return <Township key={township.code} code={township.code} />
  if (path === '/audit') return <Audit />
  if (entry?.id) return <EntryPage id={entry.id} />
  if (path === '/work') return <Work />
  if (path === '/records') return <Records />
  if (list?.service && list.name) return <RecordList key={path} service={list.service} name={list.name} />
  if (record?.service && record.name && record.id) return <Record key={path} service={record.service} name={record.name} id={record.id} />
  if (path === '/desk') return <DeskPage />
  if (command?.service) return <CommandPage key={path} service={command.service} id={command.name && `${command.capability}.${command.name}`} />
  return (
    <>
      <h1>{t(FRAME.notFound)}</h1>
      <Empty what={t(FRAME.notFoundNext)} next={t(FRAME.toOverview)} to="/" />
    </>
  )
}

/** A view that the office does not read, come to by its address. */
function Closed() {
  const { t } = useSpeech()
  return (
    <>
      <h1>{t(FRAME.notForOffice)}</h1>
      <Empty what={t(FRAME.notFoundNext)} next={t(FRAME.toOverview)} to="/" />
    </>
  )
}
