// A record's row in words: its state, its codes, its days and amounts; what has no words here is left out.
import type { Row } from '../../forms/records.ts'
import { useSpeech } from '../../language/language.tsx'
import type { Words } from '../../language/phrase.ts'
import { day } from '../../show/day.ts'
import { figure } from '../../show/number.ts'
import { FIGURES } from '../../words/figures.ts'
import { RECORD_FACTS, RECORDS } from '../../words/records.ts'
import { useAreaName } from '../area_name.ts'

type Fact = [name: string, value: string]

const isWords = (value: unknown): value is Words => typeof value === 'object' && value !== null && 'zh' in value
const DAY = /^\d{4}-\d\d-\d\d$/

export function useFacts(row: Row | null): Fact[] {
  const { t, w, locale } = useSpeech()
  const area = useAreaName()
  const shown = (name: string, value: unknown): string => {
    if (isWords(value)) return w(value)
    if (typeof value === 'boolean') return t(value ? RECORDS.yes : RECORDS.no)
    const text = String(value)
    if (name.endsWith('area')) return area(text)
    if (name.endsWith('_fen')) return `${figure(text, 'fen', locale)} ${t(FIGURES.yuan)}`
    return DAY.test(text) ? day(text, locale) : text
  }
  return Object.entries(RECORD_FACTS).flatMap(([name, phrase]): Fact[] => {
    const value = row?.[name]
    return value === undefined || value === null || value === '' ? [] : [[t(phrase), shown(name, value)]]
  })
}
