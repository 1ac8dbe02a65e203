// Several appointments: which one this tab acts in.
import { useSpeech } from '../language/language.tsx'
import type { Session } from '../session/session.ts'
import { OFFICE } from '../words/office.ts'
import type { Appointment, Standing } from './appointment.ts'
import { Doorway } from './doorway.tsx'
import { usePlaces } from './use_places.ts'

interface Props {
  session: Session
  standing: Standing
  change: (to: Appointment) => void
}

export function Choice({ session, standing, change }: Props) {
  const { t, w } = useSpeech()
  const area = usePlaces(session, standing)
  return (
    <Doorway session={session} account={standing.account} title={t(OFFICE.choose)}>
      <p class="landing-lead">{t(OFFICE.chooseText)}</p>
      <ul class="appointments">
        {standing.appointments.map((appointment) => (
          <li key={appointment.id}>
            <button type="button" onClick={() => change(appointment)}>
              <strong>{w(appointment.words)}</strong> <span>{area(appointment.area)}</span>
              {appointment.onBehalfOf && <span class="tag">{t(OFFICE.onBehalf, { account: appointment.onBehalfOf })}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Doorway>
  )
}
