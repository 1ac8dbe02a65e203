// What events changed in a figure: one by one, and added up. Pure.
import type { Entry, Metric } from '../../graph/types.ts'

type Effects = Pick<Entry, 'effects'>

/** Different people do not add up, and neither do rates: no single event has an effect on them. */
export const explains = (metric: Metric): boolean => metric.kind !== 'distinct' && metric.kind !== 'ratio'

/** In the metric's unit, in an area and what lies in it; null when the event changed nothing there. */
export function effectOf(entry: Effects, metric: string, area: string): string | null {
  const here = entry.effects.filter((each) => each.metric.id === metric && each.area.startsWith(area))
  return here.length ? total(here.map((each) => each.delta)) : null
}

export const total = (deltas: (string | null)[]): string =>
  String(deltas.reduce((sum, delta) => sum + BigInt(delta ?? 0), 0n))
