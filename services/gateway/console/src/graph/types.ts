// Shapes of what the gateway answers to the console's documents. Long values are strings of integers.
import type { Words } from '../language/phrase.ts'

export interface Viewer {
  subject: string
  name: string
  office: { id: string; words: Words }
  area: string
  areaName: Words
  explorer: boolean
  /** The root fields that the office may ask for. */
  reads: string[]
}

export interface Metric {
  id: string
  words: Words
  unit: string
  kind: string
  dimensions: string[]
  eventTypes: string[]
  definition: Words | null
  numerator: string | null
  denominator: string | null
}

export interface Frame {
  viewer: Viewer
  metricCatalogue: Metric[]
}

export interface Part {
  dimension: string
  code: string
  words: Words
  value: string
}

export interface Figure {
  metric: { id: string }
  value: string | null
  numerator: string | null
  denominator: string | null
  parts?: Part[]
}

export interface Unit {
  code: string
  name: Words
  metrics: Figure[]
}

export interface Point {
  month: string
  value: string | null
}

export interface Freshness {
  log: string
  service: string
  position: string
  sequencedAt: string | null
  head: string
  complete: boolean
  incompleteSince: string | null
}

export interface Reading {
  asOf: string
  since: string
  knownAt: string | null
  complete: boolean
  freshness: Freshness[]
}

export interface County extends Unit, Reading {
  townships: Unit[]
  /** The figure in the charts, with its parts. */
  chosen: Figure[]
  series: Point[]
}

export interface Page<T> {
  edges: { cursor: string; node: T }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

export interface Organisation {
  id: string
  name: string
  kind: string
  kindWords: Words
  parent: string | null
  since: string | null
  metrics: Figure[]
}

export interface Township extends Unit {
  series: Point[]
  organisations: Page<Organisation>
}

export interface Entry {
  id: string
  log: string
  position: string
  type: string
  words: Words
  actor: string
  onBehalfOf: string | null
  office: string
  officeWords: Words
  area: string
  organisationName: string | null
  subject: string | null
  occurredOn: string
  recordedAt: string
  effects: { metric: { id: string }; area: string; delta: string }[]
  event: string
}

export interface FullEntry extends Entry {
  organisation: string | null
  codes: { name: string; words: Words }[]
  sequencedAt: string
  leaf: string
}

export interface Proof {
  log: string
  position: string
  size: string
  leaf: string
  path: string[]
  root: string
  checkpoint: string | null
  sequencedAt: string
  event: string
}

export interface WorkItem {
  id: string
  kind: string
  words: Words
  office: string
  area: string
  organisation: string | null
  subject: string
  officeWords: Words
  service: string
  command: string | null
  since: string
  appearsOn: string
  dueOn: string | null
  daysLeft: number | null
}
