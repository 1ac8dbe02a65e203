// Several appointments: which one this tab acts in.
import { useEffect, useState } from 'preact/hooks'
import areaName from '../documents/area_name.graphql'
import { asker } from '../graph/ask.ts'
import { useSpeech } from '../language/language.tsx'
import type { Words } from '../language/phrase.ts'
import type { Session } from '../session/session.ts'
import { OFFICE } from '../words/office.ts'
import type { Appointment, Standing } from './appointment.ts'
import { Caller } from './caller.ts'
import { Doorway } from './doorway.tsx'

interface Props {
  session: Session
  standing: Standing
  change: (to: Appointment) => void
}

export function Choice({ session, standing, change }: Props) {
  const { t, w } = useSpeech()
  const area = useNames(session, standing)
  return (
    <Doorway session={session} account={standing.account} title={t(OFFICE.choose)}>
      <p class="landing-lead">{t(OFFICE.chooseText)}</p>
      <ul class="appointments">
        {standing.appointments.map((appointment) => (
          <li key={appointment.id}>
            <button type="button" onClick={() => change(appointment)}>
              <strong>{w(appointment.words)}</strong> <span>{area(appointment)}</span>
              {appointment.onBehalfOf && <span class="tag">{t(OFFICE.onBehalf, { account: appointment.onBehalfOf })}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Doorway>
  )
}

/** What the areas of the appointments are called: each office may ask for the name of its own. */
function useNames(session: Session, { appointments }: Standing): (appointment: Appointment) => string {
  const { w } = useSpeech()
  const [names, setNames] = useState<Record<string, Words>>({})
  useEffect(() => {
    for (const { id, area } of appointments) {
      void asker(new Caller(session, id))<{ areaName: Words | null }>(areaName, { code: area })
        .then((found) => found.areaName && setNames((before) => ({ ...before, [area]: found.areaName as Words })))
        .catch(() => undefined) // the code says it too
    }
  }, [appointments])
  return ({ area }) => (names[area] ? w(names[area]) : area)
}
