// Which view an address shows; all but the figures are parts that are loaded when they are first shown.
import { useEffect } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { ahead } from '../lazy/ahead.ts'
import { lazily } from '../lazy/lazily.tsx'
import { Empty } from '../lists/empty.tsx'
import { mayRead } from '../office/start.ts'
import { match } from '../route/address.ts'
import { useRoute } from '../route/router.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { FRAME } from '../words/frame.ts'
import { deskPlace, recordPlace } from './places.ts'
import { Overview } from './overview/overview.tsx'
import { Elsewhere } from './township/elsewhere.tsx'
import { Township } from './township/township.tsx'

const COUNTY_DIGITS = 6

const Audit = lazily(() => import('./audit/part.ts').then((part) => part.Audit))
const EntryPage = lazily(() => import('./audit/part.ts').then((part) => part.EntryPage))
const Work = lazily(() => import('./work/part.ts').then((part) => part.Work))
const Records = lazily(() => import('./records/part.ts').then((part) => part.Records))
const RecordList = lazily(() => import('./records/part.ts').then((part) => part.RecordList))
const Record = lazily(() => import('./records/part.ts').then((part) => part.Record))
const DeskPage = lazily(() => import('../desks/part.ts').then((part) => part.DeskPage))
const CommandPage = lazily(() => import('../desks/part.ts').then((part) => part.CommandPage))
const Home = lazily(() => import('../desks/membership/part.ts').then((part) => part.Home))
const SectionPage = lazily(() => import('../desks/membership/part.ts').then((part) => part.SectionPage))
const BoardPage = lazily(() => import('../desks/boards/part.ts').then((part) => part.BoardPage))
const ImportPage = lazily(() => import('../desks/imports/part.ts').then((part) => part.ImportPage))
const PaperPage = lazily(() => import('../desks/papers/part.ts').then((part) => part.PaperPage))

/** One view of each part, those that most people go to first. */
const AHEAD = [Work, Records, RecordList, Record, DeskPage, CommandPage, Home, SectionPage, Audit, EntryPage, BoardPage, ImportPage, PaperPage]

/** Whoever works in a township finds it first; the county's totals are a link away, and all that others read. */
export function Views() {
  const { t } = useSpeech()
  const { viewer } = useSignedIn()
  const { path, params } = useRoute()
  useEffect(() => ahead(AHEAD), [])
  const at = (pattern: string) => match(pattern, path)
  const township = at('/township/:code')
  const entry = at('/audit/:id')
  const command = at('/desk/:service/:capability/:name') ?? at('/desk/:service')
  const record = recordPlace(path)
  const desk = params.path ? null : deskPlace(path) // with a path it is the form that a work item leads to
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
  if (desk?.view === 'import') return <ImportPage key={path} kind={desk.kind} batch={desk.batch} />
  if (desk?.view === 'paper') return <PaperPage key={path} id={desk.id} about={desk.about} />
  if (record?.id) return <Record key={path} service={record.service} path={record.path} id={record.id} />
  if (record) return <RecordList key={path} service={record.service} path={record.path} />
  if (path === '/desk') return <DeskPage />
  if (desk?.view === 'home') return <Home />
  if (desk?.view === 'section') return <SectionPage key={path} id={desk.id} />
  if (desk?.view === 'board') return <BoardPage key={path} id={desk.id} />
  if (command?.service) return <CommandPage key={path} service={command.service} {...(command.name ? { id: `${command.capability}.${command.name}` } : {})} />
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
