// How far an import has come: as a bar, and in words that screen readers hear now and then.
import { useEffect, useState } from 'preact/hooks'
import { useSpeech } from '../../language/language.tsx'
import { whole } from '../../show/number.ts'
import { IMPORT } from '../../words/imports.ts'
import type { Batch } from './batch.ts'

const SAID = { checking: IMPORT.checking, running: IMPORT.running, undoing: IMPORT.undoing } as const
const TELL_EVERY = 5000 // ms: every step aloud would be noise

export function Progress({ batch }: { batch: Batch }) {
  const { t, locale } = useSpeech()
  const phrase = SAID[batch.state as keyof typeof SAID]
  const text = t(phrase, { reached: whole(batch.reached, locale), of: whole(batch.of, locale) })
  const told = useNowAndThen(text)
  return (
    <div class="import-progress">
      <p aria-hidden="true">{text}</p>
      <progress max={Math.max(batch.of, 1)} value={batch.reached} aria-label={t(IMPORT.progress)} />
      <p class="unseen" role="status">{told}</p>
      <p class="hint">{t(IMPORT.leave)}</p>
    </div>
  )
}

function useNowAndThen(text: string): string {
  const [told, tell] = useState(text)
  useEffect(() => {
    const timer = setInterval(() => tell(text), TELL_EVERY)
    return () => clearInterval(timer)
  }, [text])
  return told
}
