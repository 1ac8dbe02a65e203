// Take a view with you: its link, or paper.
import { useState } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { whole } from '../show/number.ts'
import { FIGURES } from '../words/figures.ts'

interface Props {
  /** Before printing: put what is not on the page yet onto it. */
  prepare?: (told: (count: number) => void) => Promise<void>
}

const DRAWN = 100 // ms until what was put onto the page is drawn

export function Tools({ prepare }: Props) {
  const { t, locale } = useSpeech()
  const [copied, setCopied] = useState(false)
  const [loaded, setLoaded] = useState<number | null>(null)
  const [failed, setFailed] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(location.href)
    setCopied(true)
    setTimeout(() => setCopied(false), 3000)
  }
  const onPaper = async () => {
    setFailed(false)
    try {
      await prepare?.(setLoaded)
    } catch {
      setFailed(true)
      return
    } finally {
      setLoaded(null)
    }
    setTimeout(() => print(), prepare ? DRAWN : 0)
  }
  return (
    <div class="tools">
      <button type="button" class="quiet" onClick={() => void copy()}>{t(copied ? FIGURES.shared : FIGURES.share)}</button>
      <button type="button" class="quiet" disabled={loaded !== null} onClick={() => void onPaper()}>
        {loaded === null ? t(FIGURES.print) : t(FIGURES.csvLoading, { count: whole(loaded, locale) })}
      </button>
      {failed && <span role="alert">{t(FIGURES.printFailed)}</span>}
      <span class="unseen" role="status">{copied ? t(FIGURES.shared) : ''}</span>
    </div>
  )
}
