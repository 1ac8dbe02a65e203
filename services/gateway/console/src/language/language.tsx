// The page's language: Chinese unless the reader chose English; kept in this browser and set on <html lang>.
import { createContext, type ComponentChildren } from 'preact'
import { useCallback, useContext, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { inWords, LOCALE, say, type Language, type Phrase, type Values, type Words } from './phrase.ts'

const KEY = 'gonghui.language'

export interface Speech {
  language: Language
  locale: string
  choose: (language: Language) => void
  t: (phrase: Phrase, values?: Values) => string
  w: (words: Words) => string
}

const Speaking = createContext<Speech | null>(null)

export function Speaker({ children }: { children: ComponentChildren }) {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(KEY) === 'en' ? 'en' : 'zh'))
  useLayoutEffect(() => {
    document.documentElement.lang = LOCALE[language]
  }, [language])
  const choose = useCallback((chosen: Language) => {
    localStorage.setItem(KEY, chosen)
    setLanguage(chosen)
  }, [])
  const speech = useMemo<Speech>(
    () => ({
      language,
      locale: LOCALE[language],
      choose,
      t: (phrase, values) => say(phrase, language, values),
      w: (words) => inWords(words, language),
    }),
    [language, choose],
  )
  return <Speaking.Provider value={speech}>{children}</Speaking.Provider>
}

/** How to say things here and now. */
export function useSpeech(): Speech {
  const speech = useContext(Speaking)
  if (!speech) throw new Error('no Speaker above')
  return speech
}
