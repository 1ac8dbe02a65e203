// What a total has beside the rows below it: counted at the county's or township's own level. Pure.
import type { Figure, Metric, Organisation } from '../graph/types.ts'

/** Different people do not add up, and neither do rates. */
const adds = (metric: Metric): boolean => ['stock', 'flow', 'reported'].includes(metric.kind)

const valueOf = (figures: Figure[], id: string): string | null =>
  figures.find((read) => read.metric.id === id)?.value ?? null

/** Total less rows, for each figure that adds up; null when the rows add up to the total. */
export function rest(total: Figure[], rows: Figure[][], catalogue: Metric[]): Figure[] | null {
  const left = catalogue.flatMap((metric): Figure[] => {
    const whole = valueOf(total, metric.id)
    if (whole === null || !adds(metric)) return []
    const sum = rows.reduce((above, row) => above + BigInt(valueOf(row, metric.id) ?? 0), 0n)
    return [{ metric: { id: metric.id }, value: String(BigInt(whole) - sum), numerator: null, denominator: null }]
  })
  return left.some((figure) => figure.value !== '0') ? left : null
}

/** Organisations below no other one of these: their subtrees do not overlap. */
export const tops = (rows: Organisation[]): Organisation[] => {
  const known = new Set(rows.map((row) => row.id))
  return rows.filter((row) => !row.parent || !known.has(row.parent))
}
