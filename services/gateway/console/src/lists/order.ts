// Order of a table: by one column, rows without data always last. Pure.
export interface Order {
  key: string
  down: boolean
}

/** "-members" ⇄ { key: "members", down: true }, as it stands in a URL. */
export const orderText = (order: Order): string => `${order.down ? '-' : ''}${order.key}`
export const orderOf = (text: string): Order =>
  text.startsWith('-') ? { key: text.slice(1), down: true } : { key: text, down: false }

type Key = string | number | null

export function sorted<Row>(rows: Row[], by: (row: Row) => Key, down: boolean, language: string): Row[] {
  const collator = new Intl.Collator(language === 'zh' ? 'zh-CN' : 'en', { numeric: true })
  const compare = (a: Key, b: Key): number => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
    const way = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))
    return down ? -way : way
  }
  return rows.toSorted((one, other) => compare(by(one), by(other)))
}
