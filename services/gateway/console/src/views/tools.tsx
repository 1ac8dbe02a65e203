// Take a view with you: its link, or paper.
import { useState } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { FIGURES } from '../words/figures.ts'

export function Tools() {
  const { t } = useSpeech()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(location.href)
    setCopied(true)
    setTimeout(() => setCopied(false), 3000)
  }
  return (
    <div class="tools">
      <button type="button" class="quiet" onClick={() => void copy()}>{t(copied ? FIGURES.shared : FIGURES.share)}</button>
      <button type="button" class="quiet" onClick={() => print()}>{t(FIGURES.print)}</button>
      <span class="unseen" role="status">{copied ? t(FIGURES.shared) : ''}</span>
    </div>
  )
}
