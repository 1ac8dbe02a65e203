// One section of the membership desk: what waits, the lists with how much they hold, and what the office may do.
import { useEffect } from 'preact/hooks'
import { grouped, putsRight } from '../../forms/commands.ts'
import { formAddress } from '../../forms/where.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Loading } from '../../lists/wait.tsx'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { DESK } from '../../words/desk.ts'
import { MEMBERSHIP } from '../../words/membership.ts'
import { RECORDS } from '../../words/records.ts'
import { serviceWords } from '../../words/services.ts'
import { useQueue } from '../../views/work/use_queue.ts'
import { WorkTable } from '../../views/work/work_table.tsx'
import '../../style/desk.css'
import { BOARDS, SERVICE, waitsFor, type Filled } from './declared.ts'
import { mayImport } from '../imports/kinds.ts'
import { useCounts } from './use_counts.ts'
import { useMembership } from './use_desk.ts'

export function SectionPage({ id }: { id: string }) {
  const { t } = useSpeech()
  const { viewer } = useSignedIn()
  const known = useMembership()
  const section = known?.sections.find((each) => each.id === id)
  const title = section ? t(section.words) : t(serviceWords(SERVICE))
  useEffect(() => {
    document.title = title
  }, [title])
  const { items } = useQueue(true)
  const waiting = section && items?.filter((item) => waitsFor(section, item.command, known?.every ?? []))
  return (
    <>
      <p class="trail"><Link to="/desk/membership">← {t(serviceWords(SERVICE))}</Link></p>
      <h1>{title}</h1>
      {known && <Neighbours sections={known.sections} id={id} />}
      {!known && <Loading />}
      {known && !section && <Empty what={t(RECORDS.notYours)} next={t(serviceWords(SERVICE))} to="/desk/membership" />}
      {waiting && waiting.length > 0 && (
        <section class="card" aria-label={t(MEMBERSHIP.waits)}>
          <h2>{t(MEMBERSHIP.waits)} <span class="count">{waiting.length}</span></h2>
          <WorkTable items={waiting} mine bare />
        </section>
      )}
      {section && section.lists.length > 0 && <Lists section={section} imports={mayImport(known?.desk.api, viewer.office.id)} />}
      {section && section.commands.length > 0 && <Commands section={section} />}
    </>
  )
}

function Neighbours({ sections, id }: { sections: Filled[]; id: string }) {
  const { t } = useSpeech()
  return (
    <nav class="tabs" aria-label={t(serviceWords(SERVICE))}>
      {sections.map((each) => <Link key={each.id} to={`/desk/membership/${each.id}`} current={each.id === id}>{t(each.words)}</Link>)}
    </nav>
  )
}

function Lists({ section, imports }: { section: Filled; imports: boolean }) {
  const { t, w } = useSpeech()
  const counts = useCounts(section.lists)
  const boards = BOARDS.filter(({ list }) => section.lists.some(({ path }) => path === list))
  return (
    <section class="card" aria-label={t(MEMBERSHIP.lists)}>
      <h2>{t(MEMBERSHIP.lists)}</h2>
      <ul class="desk-lists">
        {section.lists.map((list) => (
          <li key={list.path}>
            <Link to={`/records/${list.service}${list.path}`}>{w(list.words)}</Link>
            <span class="count">{counts[list.path] ?? ''}</span>
          </li>
        ))}
        {boards.map((board) => <li key={board.id}><Link to={`/desk/membership/boards/${board.id}`}>{t(board.words)}</Link></li>)}
        {section.id === 'admission' && imports && <li><Link to="/desk/membership/import">{t(MEMBERSHIP.import)}</Link></li>}
      </ul>
    </section>
  )
}

/** What begins something first; what puts entries right folded away, since a record leads there too. */
function Commands({ section }: { section: Filled }) {
  const { t, w } = useSpeech()
  return (
    <section class="card desk">
      <h2>{t(DESK.title)}</h2>
      <div class="desk-groups">
        {grouped(section.commands.filter((command) => !putsRight(command))).map(({ group, commands }) => (
          <div key={group.zh}>
            <h3>{w(group)}</h3>
            <ul>{commands.map((command) => <li key={command.id}><Link to={formAddress(command.service, command.id)}>{w(command.words)}</Link></li>)}</ul>
          </div>
        ))}
      </div>
      {section.commands.some(putsRight) && (
        <details>
          <summary>{t(RECORDS.putRight)}</summary>
          <ul class="right-links">
            {section.commands.filter(putsRight).map((command) => <li key={command.id}><Link to={formAddress(command.service, command.id)}>{w(command.words)}</Link></li>)}
          </ul>
        </details>
      )}
    </section>
  )
}
