// The appointment has ended while the page was open: said once, calmly; nothing that was typed is lost.
import { useState } from 'preact/hooks'
import { unsent } from '../forms/drafts.ts'
import { useSpeech } from '../language/language.tsx'
import type { Session } from '../session/session.ts'
import { FRAME } from '../words/frame.ts'
import { OFFICE } from '../words/office.ts'
import type { Appointment, Standing } from './appointment.ts'
import { Account, Doorway } from './doorway.tsx'
import { useSignOut } from './sign_out.ts'
import { useAsking } from './use_asking.ts'

interface Props {
  session: Session
  acting: Appointment
  standing: Standing
  change: (to: Appointment | null) => void
  ask: () => Promise<boolean>
}

export function Ended({ session, acting, standing, change, ask }: Props) {
  const { t, w } = useSpeech()
  const [looked, setLooked] = useState(false)
  const signOut = useSignOut(session, standing.account)
  useAsking(ask)
  const others = standing.appointments.filter(({ id }) => id !== acting.id)
  const kept = unsent(standing.account).length
  const look = async () => setLooked(!(await ask()))
  return (
    <Doorway session={session} account={standing.account} title={t(OFFICE.ended)}>
      <p class="landing-lead">{t(OFFICE.endedText, { office: w(acting.words) })}</p>
      <p>{kept ? t(OFFICE.endedKept, { count: kept }) : t(OFFICE.endedHere)}</p>
      <Account id={standing.account} />
      <p class="form-end">
        <button type="button" class="primary" onClick={() => void look()}>{t(OFFICE.check)}</button>
        {others.length > 0 && <button type="button" onClick={() => change(others.length === 1 ? (others[0] ?? null) : null)}>{t(OFFICE.actOtherwise)}</button>}
        <button type="button" onClick={() => void signOut()}>{t(FRAME.signOut)}</button>
      </p>
      <p role="status">{looked ? t(OFFICE.endedStill) : ''}</p>
    </Doorway>
  )
}
