// All rows of a list that comes page by page, up to a bound. Pure but for the asking.
import type { Page } from '../graph/types.ts'

/** A file or a print of more rows is nothing that anybody reads. */
export const MOST_ROWS = 5000
/** The gateway's largest page. */
export const PAGE_ROWS = 100

export interface Everything<Row> {
  rows: Row[]
  after: string | null
  /** Whether the bound left older or further rows out. */
  more: boolean
}

type Ask<Row> = (after: string | null, first: number) => Promise<Page<Row>>

/** Pages after `after` until `most` rows are there or none are left; `told` hears how many have come. */
export async function everything<Row>(
  ask: Ask<Row>,
  told: (count: number) => void = () => undefined,
  most = MOST_ROWS,
  from: string | null = null,
): Promise<Everything<Row>> {
  const rows: Row[] = []
  let after = from
  for (;;) {
    const page = await ask(after, Math.min(PAGE_ROWS, most - rows.length))
    rows.push(...page.edges.map((edge) => edge.node))
    after = page.pageInfo.endCursor ?? after
    told(rows.length)
    const more = page.pageInfo.hasNextPage
    if (!more || rows.length >= most || !page.edges.length) return { rows, after, more }
  }
}
