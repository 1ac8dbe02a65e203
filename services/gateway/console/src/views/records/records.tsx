// 查询: the lists of records that the viewer's office may look up, by service.
import { useEffect } from 'preact/hooks'
import { useDesks } from '../../desks/use_commands.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Loading } from '../../lists/wait.tsx'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { DESK } from '../../words/desk.ts'
import { RECORDS } from '../../words/records.ts'
import { serviceWords } from '../../words/services.ts'

export function Records() {
  const { t, w } = useSpeech()
  const { viewer } = useSignedIn()
  const desks = useDesks()
  useEffect(() => {
    document.title = t(RECORDS.title)
  }, [t])
  return (
    <>
      <h1>{t(RECORDS.title)}</h1>
      <p class="lead">{t(RECORDS.lead)} {w(viewer.office.words)} · {w(viewer.areaName)}</p>
      {!desks && <Loading />}
      {desks?.every(({ api, lists }) => api && !lists.length) && <Empty what={t(RECORDS.none)} next={t(DESK.noneNext)} to="/" />}
      {desks?.filter(({ api, lists }) => !api || lists.length).map(({ service, api, lists }) => (
        <section key={service} class="card desk">
          <h2>{t(serviceWords(service))}</h2>
          {!api && <p class="warning">{t(DESK.missing, { service: t(serviceWords(service)) })}</p>}
          <ul class="list-links">
            {lists.map((list) => <li key={list.path}><Link to={`/records/${service}${list.path}`}>{w(list.words)}</Link></li>)}
          </ul>
        </section>
      ))}
    </>
  )
}
