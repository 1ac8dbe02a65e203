// 办事: every command that the viewer's office may do, by service and capability; and what was not sent yet.
import { useEffect } from 'preact/hooks'
import { grouped } from '../forms/commands.ts'
import { formAddress } from '../forms/where.ts'
import { useSpeech } from '../language/language.tsx'
import { Empty } from '../lists/empty.tsx'
import { Loading } from '../lists/wait.tsx'
import { Link } from '../route/link.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { DESK } from '../words/desk.ts'
import { MEMBERSHIP } from '../words/membership.ts'
import { serviceWords } from '../words/services.ts'
import { Unsent } from './unsent.tsx'
import { useDesks } from './use_commands.ts'

export function DeskPage() {
  const { t, w } = useSpeech()
  const { viewer } = useSignedIn()
  const desks = useDesks()
  useEffect(() => {
    document.title = t(DESK.title)
  }, [t])
  const nothing = desks?.every((desk) => desk.api && desk.commands.length === 0)
  return (
    <>
      <h1>{t(DESK.title)}</h1>
      <p class="lead">{t(DESK.lead)} {w(viewer.office.words)} · {w(viewer.areaName)}</p>
      <Unsent />
      {!desks && <Loading />}
      {nothing && <Empty what={t(DESK.none)} next={t(DESK.noneNext)} to="/" />}
      {desks?.filter((desk) => !desk.api || desk.commands.length).map(({ service, api, commands }) => (
        <section key={service} class="card desk">
          <h2>{t(serviceWords(service))}</h2>
          {service === 'membership' && api && <p class="to-desk"><Link to="/desk/membership" class="button primary">{t(MEMBERSHIP.open)}</Link></p>}
          {!api && <p class="warning">{t(DESK.missing, { service: t(serviceWords(service)) })}</p>}
          <div class="desk-groups">
            {grouped(commands).map(({ group, commands: members }) => (
              <div key={group.zh}>
                <h3>{w(group)}</h3>
                <ul>
                  {members.map((command) => (
                    <li key={command.id}><Link to={formAddress(service, command.id)}>{w(command.words)}</Link></li>
                  ))}
                </ul>
              </div>
            ))}
          </div>
        </section>
      ))}
    </>
  )
}
