// Signed in, and appointed to nothing yet: which account this is, whom to tell, and how it goes on by itself.
import { useSpeech } from '../language/language.tsx'
import type { Session } from '../session/session.ts'
import { OFFICE } from '../words/office.ts'
import type { Standing } from './appointment.ts'
import { Account, Doorway } from './doorway.tsx'
import { useAsking } from './use_asking.ts'

interface Props {
  session: Session
  standing: Standing
  ask: () => Promise<boolean>
}

export function Newcomer({ session, standing, ask }: Props) {
  const { t } = useSpeech()
  useAsking(ask)
  return (
    <Doorway session={session} account={standing.account} title={t(OFFICE.newcomer)}>
      <p class="landing-lead">{t(OFFICE.newcomerText, { name: standing.name || standing.account })}</p>
      <Account id={standing.account} />
      <ol class="what-next">
        <li>{t(OFFICE.newcomerCopy)}</li>
        <li>{t(OFFICE.newcomerTell)}</li>
        <li>{t(OFFICE.newcomerWait)}</li>
      </ol>
      <p><button type="button" class="primary" onClick={() => void ask()}>{t(OFFICE.check)}</button></p>
    </Doorway>
  )
}
