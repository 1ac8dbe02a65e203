// Who is signed in, and as what they act: in words, and where they hold several offices, to change.
import { useSpeech } from '../language/language.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { FRAME } from '../words/frame.ts'
import { OFFICE } from '../words/office.ts'
import type { Appointment } from './appointment.ts'
import { usePlaces } from './use_places.ts'

export function Acting() {
  const { t, w } = useSpeech()
  const { viewer, session, acting, standing, change } = useSignedIn()
  const area = usePlaces(session, standing, { [viewer.area]: viewer.areaName })
  const said = (appointment: Appointment) => {
    const lent = appointment.onBehalfOf && t(OFFICE.onBehalf, { account: appointment.onBehalfOf })
    return [w(appointment.words), area(appointment.area), lent].filter(Boolean).join(' · ')
  }
  const several = standing.appointments.length > 1
  const pick = (event: { currentTarget: HTMLSelectElement }) => {
    const wanted = standing.appointments.find(({ id }) => id === event.currentTarget.value)
    event.currentTarget.value = acting.id // until it is so: somebody may stay with a half-filled form
    if (wanted) change(wanted)
  }
  return (
    <p class="who">
      <span class="unseen">{t(FRAME.you)} </span>
      <span>
        <strong>{viewer.name || viewer.subject}</strong>{' '}
        {several ? (
          <select class="on-red office" aria-label={t(OFFICE.acting)} value={acting.id} onChange={pick}>
            {standing.appointments.map((appointment) => <option key={appointment.id} value={appointment.id}>{said(appointment)}</option>)}
          </select>
        ) : <span class="office">{said(acting)}</span>}
      </span>
    </p>
  )
}
