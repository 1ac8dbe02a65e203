// Until the gateway has said what one may act as: it reads the appointments, or cannot be reached.
import { useEffect } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { Loading } from '../lists/wait.tsx'
import { FRAME } from '../words/frame.ts'
import { OFFICE } from '../words/office.ts'
import type { NotSaid } from './appointment.ts'

const EVERY = 2000 // ms between two questions while the gateway is still reading
const READING = 503

export function Waiting({ trouble, again }: { trouble: NotSaid | null; again: () => Promise<boolean> }) {
  const { t } = useSpeech()
  useEffect(() => {
    if (!trouble) return undefined
    const timer = setTimeout(() => void again(), EVERY)
    return () => clearTimeout(timer)
  }, [trouble, again])
  if (!trouble) return <main id="main"><Loading /></main>
  const reading = trouble.status === READING
  return (
    <main id="main" class="landing">
      <h1>{t(reading ? OFFICE.reading : FRAME.failed)}</h1>
      <p class="landing-lead" role="status">{t(reading ? OFFICE.readingText : FRAME.unreachable)}</p>
      <p><button type="button" onClick={() => void again()}>{t(FRAME.again)}</button></p>
    </main>
  )
}
