// A part of the page did not come: the platform was renewed meanwhile, or the network failed.
import { useSpeech } from '../language/language.tsx'
import { FRAME } from '../words/frame.ts'

export function NotLoaded({ again }: { again: () => void }) {
  const { t } = useSpeech()
  return (
    <div class="failed" role="alert">
      <h1>{t(FRAME.renewed)}</h1>
      <p>{t(FRAME.renewedText)}</p>
      <p class="form-end">
        <button type="button" class="primary" onClick={() => location.reload()}>{t(FRAME.reload)}</button>
        <button type="button" onClick={again}>{t(FRAME.again)}</button>
      </p>
    </div>
  )
}
