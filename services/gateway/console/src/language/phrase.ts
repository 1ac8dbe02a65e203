// Phrases in two languages, and how one is said. Pure.
export type Language = 'zh' | 'en'
export interface Words {
  zh: string
  en: string
}
/** Chinese first, English second; `{name}` is replaced by the value of that name. */
export type Phrase = readonly [zh: string, en: string]
export type Values = Record<string, string | number>

export const LOCALE: Record<Language, string> = { zh: 'zh-CN', en: 'en' }

export function say(phrase: Phrase, language: Language, values: Values = {}): string {
  const text = phrase[language === 'zh' ? 0 : 1]
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

export const inWords = (words: Words, language: Language): string => words[language] || words.zh
