// What a command moved on the dashboard: the figures of the areas it concerns, before and after. Pure.
import type { Unit } from '../graph/types.ts'
import type { Words } from '../language/phrase.ts'
import type { Field } from './fields.ts'
import type { Row } from './records.ts'
import type { Values } from './values.ts'

export type Counts = Record<string, string | null>

/** One area's figures by metric. */
export interface Place {
  code: string
  name: Words
  counts: Counts
}

/** An area whose figures were compared; `moved` holds the ids of those that changed. */
export interface Compared {
  name: Words
  before: Counts
  after: Counts
  moved: string[]
}

const TOWNSHIP_CODE = 9

/** The areas of a command: the writer's own township, the record's, the one it goes to, and those filled in. */
export function concerned(own: string, row: Row | null, fields: Field[], values: Values): string[] {
  const filled = fields.filter((field) => field.kind === 'area').map((field) => values[field.name])
  const areas = [own, row?.area, row?.to_area, ...filled]
  return [...new Set(areas.filter((area): area is string => typeof area === 'string' && area.length === TOWNSHIP_CODE))]
}

/** Townships first, in the order asked, then the county; those the viewer may not see are left out. */
export function placesOf(county: (Unit & { townships: Unit[] }) | null, areas: string[]): Place[] {
  if (!county) return []
  const townships = areas.flatMap((code) => county.townships.filter((township) => township.code === code))
  return [...townships, county].map(({ code, name, metrics }) => ({
    code,
    name,
    counts: Object.fromEntries(metrics.map((figure) => [figure.metric.id, figure.value])),
  }))
}

/** Areas that were read both before and after; figures count as moved when they are shown differently. */
export function compared(before: Place[], after: Place[], shown: (metric: string, value: string | null) => string): Compared[] {
  return after.flatMap(({ code, name, counts }) => {
    const was = before.find((place) => place.code === code)?.counts
    if (!was) return []
    const moved = Object.keys(counts).filter((id) => shown(id, was[id] ?? null) !== shown(id, counts[id] ?? null))
    return [{ name, before: was, after: counts, moved }]
  })
}
