// A form that could not be sent: kept here, sent again on request, recorded once.
import { useSpeech } from '../language/language.tsx'
import type { Phrase } from '../language/phrase.ts'
import { DESK, FORM } from '../words/desk.ts'
import { OFFICE } from '../words/office.ts'
import type { Form } from './use_form.ts'

export function Away({ form, old }: { form: Form; old: boolean }) {
  const { t } = useSpeech()
  return (
    <div class="card" role="alert">
      <h2>{t(old ? FORM.draftTitle : FORM.offlineTitle)}</h2>
      <p>{t(why(form))}</p>
      <p class="form-end">
        <button type="button" class="primary" onClick={() => void form.again()}>{t(FORM.sendAgain)}</button>
        <button type="button" class="quiet" onClick={form.restart}>{t(DESK.discard)}</button>
      </p>
    </div>
  )
}

/** Why it was put off, where the service said; else the network failed. */
function why({ stage }: Form): Phrase {
  const code = stage.at === 'away' ? stage.code : null
  if (code === 'no-appointment') return OFFICE.keptEnded
  return code?.startsWith('authority-') ? OFFICE.waits : FORM.offlineText
}
