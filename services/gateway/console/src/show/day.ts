// Days, months and moments as people in the county read them (Asia/Shanghai). Pure but for the clock argument.
export const ZONE = 'Asia/Shanghai'

const at = (locale: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)

/** Today's business day, YYYY-MM-DD. */
export const today = (now: Date = new Date()): string =>
  at('sv-SE', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)

const DAY_MS = 86_400_000

/** Days from one day to another, YYYY-MM-DD; below 0 when it has passed. */
export const daysUntil = (iso: string, from: string = today()): number => Math.round((Date.parse(iso) - Date.parse(from)) / DAY_MS)

/** "2026年11月23日" / "23 Nov 2026" for YYYY-MM-DD. */
export const day = (iso: string, locale: string): string =>
  locale.startsWith('zh')
    ? at(locale, { timeZone: 'UTC', dateStyle: 'long' }).format(new Date(`${iso}T00:00:00Z`))
    : at('en-GB', { timeZone: 'UTC', dateStyle: 'medium' }).format(new Date(`${iso}T00:00:00Z`))

/** "2026年11月" / "Nov 2026" for YYYY-MM. */
export const month = (iso: string, locale: string): string =>
  at(locale.startsWith('zh') ? locale : 'en-GB', {
    timeZone: 'UTC',
    year: 'numeric',
    month: locale.startsWith('zh') ? 'long' : 'short',
  }).format(new Date(`${iso.slice(0, 7)}-01T00:00:00Z`))

/** Date and time to the second. */
export const moment = (iso: string, locale: string): string =>
  at(locale.startsWith('zh') ? locale : 'en-GB', { timeZone: ZONE, dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(iso),
  )

/** A moment for <input type="datetime-local">, in county time. */
export const localInput = (iso: string): string =>
  at('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' }).format(new Date(iso)).replace(' ', 'T')

/** What such an input holds, as RFC 3339. China keeps UTC+8 all year. */
export const fromLocalInput = (text: string): string => `${text.length === 16 ? `${text}:00` : text}+08:00`
