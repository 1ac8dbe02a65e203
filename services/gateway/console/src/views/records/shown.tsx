// The parts of a row as people read them: in words on the page, and as text in a file.
import type { ComponentChildren } from 'preact'
import { heldBy, type Part } from '../../forms/parts.ts'
import type { Row } from '../../forms/records.ts'
import { useSpeech } from '../../language/language.tsx'
import type { Words } from '../../language/phrase.ts'
import { Due } from '../../lists/due.tsx'
import { Link } from '../../route/link.tsx'
import { day, moment } from '../../show/day.ts'
import { figure, plain } from '../../show/number.ts'
import { FIGURES } from '../../words/figures.ts'
import { RECORDS } from '../../words/records.ts'
import { useAreaName } from '../area_name.ts'

interface Shown {
  /** As text: what a file holds. */
  text: (part: Part, row: Row) => string
  /** As it stands on the page: with its link, its clock. */
  cell: (part: Part, row: Row) => ComponentChildren
}

const DAY = /^\d{4}-\d\d-\d\d$/

export const isWords = (value: unknown): value is Words => typeof value === 'object' && value !== null && 'zh' in value

export function useShown(service: string): Shown {
  const { t, w, locale } = useSpeech()
  const area = useAreaName()
  const one = (value: unknown): string => {
    if (isWords(value)) return w(value)
    if (typeof value === 'boolean') return t(value ? RECORDS.yes : RECORDS.no)
    return DAY.test(String(value)) ? day(String(value), locale) : String(value)
  }
  const said = ({ kind, name, codes }: Part, row: Row): string => {
    const value = heldBy(row, name)
    if (value === null || kind === 'rows') return ''
    if (kind === 'clock') return clockText(value as Clock)
    const coded = typeof value === 'string' ? codes[value] : undefined
    if (coded) return w(coded)
    if (kind === 'area') return area(String(value))
    if (kind === 'fen') return `${figure(String(value), 'fen', locale)} ${t(FIGURES.yuan)}`
    if (kind === 'moment') return moment(String(value), locale)
    if (kind === 'number' && !YEAR.test(name)) return new Intl.NumberFormat(locale).format(Number(value))
    return Array.isArray(value) ? value.map(one).join(t(RECORDS.and)) : one(value)
  }
  const clockText = ({ words, due_on: on }: Clock): string => [words?.zh ? w(words) : '', on ? day(on, locale) : ''].filter(Boolean).join(' ')
  const text = (part: Part, row: Row): string => {
    const value = heldBy(row, part.name)
    if (value === null) return ''
    if (part.kind === 'fen') return plain(String(value), 'fen')
    if (part.kind === 'number' || part.kind === 'due' || part.kind === 'day') return String(value)
    return said(part, row)
  }
  const cell = (part: Part, row: Row): ComponentChildren => {
    const value = heldBy(row, part.name)
    if (value === null) return null
    if (part.kind === 'clock') {
      const { words, due_on: on, days_left: left, provisional } = value as Clock
      return <>{words?.zh && <>{w(words)} </>}{on && <Due on={on} left={left} provisional={provisional === true} />}</>
    }
    if (part.kind === 'due') return <Due on={String(value)} left={row.days_left} provisional={row.provisional === true} />
    if (part.kind === 'day') return <span class="day">{said(part, row)}</span>
    const id = part.to && heldBy(row, part.to.id)
    return part.to && id ? <Link to={`/records/${service}${part.to.list}/${String(id)}`}>{said(part, row)}</Link> : said(part, row)
  }
  return { text, cell }
}

/** A deadline with what it is for. */
interface Clock {
  words?: Words
  due_on?: string
  days_left?: number
  provisional?: boolean
}

const YEAR = /year$/
