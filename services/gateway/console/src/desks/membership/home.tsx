// The membership desk: what waits for the office, a member looked for at once, and the sections.
import { useEffect } from 'preact/hooks'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Loading } from '../../lists/wait.tsx'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { DESK, WORK } from '../../words/desk.ts'
import { MEMBERSHIP } from '../../words/membership.ts'
import { serviceWords } from '../../words/services.ts'
import { useQueue } from '../../views/work/use_queue.ts'
import { WorkTable } from '../../views/work/work_table.tsx'
import '../../style/desk.css'
import { Unsent } from '../unsent.tsx'
import { SERVICE, waitsFor, type Filled } from './declared.ts'
import { FindMember } from './find_member.tsx'
import { useMembership } from './use_desk.ts'

const FIRST_ITEMS = 5

export function Home() {
  const { t, w } = useSpeech()
  const { viewer } = useSignedIn()
  const known = useMembership()
  const { items } = useQueue(true)
  const mine = items?.filter(({ service }) => service === SERVICE) ?? []
  const title = t(serviceWords(SERVICE))
  useEffect(() => {
    document.title = title
  }, [title])
  const members = known?.desk.lists.find(({ path }) => path === '/members')
  const waiting = (section: Filled) => mine.filter((item) => waitsFor(section, item.command, known?.every ?? [])).length
  return (
    <>
      <p class="trail"><Link to="/desk">← {t(DESK.title)}</Link></p>
      <h1>{title}</h1>
      <p class="lead">{w(viewer.office.words)} · {w(viewer.areaName)}</p>
      <Unsent />
      {!known && <Loading />}
      {known && !known.desk.api && <p class="warning">{t(DESK.missing, { service: title })}</p>}
      {known?.desk.api && !known.sections.length && <Empty what={t(DESK.none)} next={t(DESK.noneNext)} to="/" />}
      {known && mine.length > 0 && (
        <section class="card" aria-label={t(MEMBERSHIP.waits)}>
          <h2>{t(MEMBERSHIP.waits)} <span class="count">{mine.length}</span></h2>
          <WorkTable items={mine.slice(0, FIRST_ITEMS)} mine bare />
          {mine.length > FIRST_ITEMS && <p class="pager"><Link to={`/work?desk=${SERVICE}`} class="button">{t(MEMBERSHIP.allWaiting, { n: mine.length })}</Link></p>}
        </section>
      )}
      {known && items && !mine.length && <p class="card calm">{t(WORK.noneMine)}</p>}
      {known?.desk.api && members && <FindMember list={members} api={known.desk.api} />}
      {known && (
        <ul class="sections">
          {known.sections.map((section) => <SectionCard key={section.id} section={section} waiting={waiting(section)} />)}
        </ul>
      )}
    </>
  )
}

const SHOWN = 4

function SectionCard({ section, waiting }: { section: Filled; waiting: number }) {
  const { t, w } = useSpeech()
  const commands = section.commands.filter(({ creates, record }) => creates && !record).slice(0, SHOWN)
  return (
    <li class="card">
      <h2>
        <Link to={`/desk/membership/${section.id}`}>{t(section.words)}</Link>
        {waiting > 0 && <span class="tag tag-soon">{t(MEMBERSHIP.waitCount, { n: waiting })}</span>}
      </h2>
      <p>{section.lists.slice(0, SHOWN).map(({ words }) => w(words)).join(t(MEMBERSHIP.and))}</p>
      <p class="hint">{commands.map(({ words }) => w(words)).join(t(MEMBERSHIP.and))}</p>
    </li>
  )
}
