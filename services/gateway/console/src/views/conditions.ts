// Under which conditions figures are read: day, known moment, start of flows. They live in the URL. Pure.
import type { Metric, Reading } from '../graph/types.ts'
import { address } from '../route/address.ts'
import { fromLocalInput } from '../show/day.ts'

export interface Conditions {
  asOf?: string
  knownAt?: string
  since?: string
  metric?: string
}

/** Only these parameters travel from view to view. */
export const kept = ({ asOf, knownAt, since, metric }: Conditions) => ({ asOf, knownAt, since, metric })

/** Query variables for the gateway. */
export const asked = (params: Conditions) => ({
  asOf: params.asOf ?? null,
  knownAt: params.knownAt ? fromLocalInput(params.knownAt) : null,
  since: params.since ?? null,
  metric: params.metric ?? KEY_FIGURES[0],
})

/** Shown large, in this order, where the catalogue has them; every other figure is in the switch. */
export const KEY_FIGURES = ['members', 'unions', 'membership-rate', 'files', 'aid-paid', 'participants']

export const keyFigures = (catalogue: Metric[]): Metric[] =>
  KEY_FIGURES.flatMap((id) => catalogue.filter((metric) => metric.id === id))

/** A flow or a distinct count is read over a period, a stock on a day. */
export const overPeriod = (metric: Metric): boolean => metric.kind === 'flow' || metric.kind === 'distinct'

/** From a number to the events behind it. */
export const eventsBehind = (metric: Metric, area: string, reading: Reading): string =>
  address('/audit', {
    metric: metric.id,
    area,
    from: overPeriod(metric) ? reading.since : undefined,
    to: reading.asOf,
    known: reading.knownAt ?? undefined,
  })
