// Figures as people read them. Values arrive as strings of integers (64 bit) and never pass through a float. Pure.
export type Unit = 'count' | 'fen' | 'percent'
export const NO_DATA = '–'

/** Fen as an exact decimal of yuan: "123456" → "1234.56". */
export function yuan(fen: string): string {
  const negative = fen.startsWith('-')
  const digits = (negative ? fen.slice(1) : fen).padStart(3, '0')
  return `${negative ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Parts per million as an exact decimal of per cent: "812345" → "81.2345". */
export function perCent(ppm: string): string {
  const negative = ppm.startsWith('-')
  const digits = (negative ? ppm.slice(1) : ppm).padStart(5, '0')
  return `${negative ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`
}

/** The value in the unit people think in, as an exact decimal text. */
export function plain(value: string, unit: string): string {
  if (unit === 'fen') return yuan(value)
  return unit === 'percent' ? perCent(value) : value
}

const DIGITS: Record<string, Intl.NumberFormatOptions> = {
  count: { maximumFractionDigits: 0 },
  fen: { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  percent: { minimumFractionDigits: 1, maximumFractionDigits: 1 },
}

/** "2,001", "1,234.50", "81.2%"; no data is a dash, never 0. */
export function figure(value: string | null | undefined, unit: string, locale: string): string {
  if (value === null || value === undefined) return NO_DATA
  const decimal = plain(value, unit) as unknown as number // Intl formats decimal strings exactly
  const text = new Intl.NumberFormat(locale, DIGITS[unit] ?? {}).format(decimal)
  return unit === 'percent' ? `${text}%` : text
}

/** In a file: a number that a spreadsheet can add, a rate as the page shows it, nothing where there is no data. */
export function inFile(value: string | null | undefined, unit: string, locale: string): string {
  if (value === null || value === undefined) return ''
  return unit === 'percent' ? figure(value, unit, locale) : plain(value, unit)
}

/** What an event changed: always with its sign. */
export function signed(value: string, unit: string, locale: string): string {
  const text = figure(value, unit, locale)
  return value.startsWith('-') || value === '0' ? text.replace('-', '−') : `+${text}`
}

/** A number for drawing and sorting only; null stays null. */
export const drawn = (value: string | null, unit: string): number | null =>
  value === null ? null : Number(plain(value, unit))

/** Whole numbers with separators: positions, sizes. */
export const whole = (value: string | number, locale: string): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(Number(value))

/** Short axis labels: "1.2万" / "12K". */
export const compact = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value)
