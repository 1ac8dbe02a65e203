// While something loads, and when it could not be.
import { Unanswered } from '../graph/ask.ts'
import { useSpeech } from '../language/language.tsx'
import { FRAME } from '../words/frame.ts'

export function Loading() {
  const { t } = useSpeech()
  return <p class="loading" role="status">{t(FRAME.loading)}</p>
}

export function Failed({ error, again }: { error: Error; again: () => void }) {
  const { t, w } = useSpeech()
  const unanswered = error instanceof Unanswered ? error : null
  const why = unanswered?.words ? w(unanswered.words) : unanswered?.status === 0 ? t(FRAME.unreachable) : error.message
  return (
    <div class="failed" role="alert">
      <p><strong>{t(FRAME.failed)}</strong></p>
      <p>{why}</p>
      <p><button type="button" onClick={again}>{t(FRAME.again)}</button></p>
    </div>
  )
}
