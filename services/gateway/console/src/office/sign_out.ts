// Signing out: unsent forms would stay on a shared computer, so they go, after asking.
import { forgetAll, unsent } from '../forms/drafts.ts'
import { useSpeech } from '../language/language.tsx'
import type { Session } from '../session/session.ts'
import { FRAME } from '../words/frame.ts'
import { forgetChoice } from './appointment.ts'

export function useSignOut(session: Session, account: string): () => Promise<void> {
  const { t } = useSpeech()
  return async () => {
    const count = unsent(account).length
    if (count && !confirm(t(FRAME.unsentLeave, { count }))) return
    forgetAll(account)
    forgetChoice()
    await session.signOut()
  }
}
