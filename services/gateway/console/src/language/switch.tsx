// The button that says everything in the other language.
import { FRAME } from '../words/frame.ts'
import { useSpeech } from './language.tsx'

export function LanguageSwitch() {
  const { t, language, choose } = useSpeech()
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <button type="button" class="on-red" lang={other} title={t(FRAME.languageHint)} onClick={() => choose(other)}>
      {t(FRAME.language)}
    </button>
  )
}
