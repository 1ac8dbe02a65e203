// The lists of records that an office may look up, as a service's OpenAPI document tells them. Pure.
import type { Words } from '../language/phrase.ts'
import { filtersOf } from './filters.ts'
import type { Field } from './fields.ts'
import { listOfId } from './related.ts'
import { itemOf, resolved, type OpenApi, type Operation, type Schema } from './schema.ts'

export interface List {
  service: string
  /** "/members", "/members/transfers" */
  path: string
  /** The capability that it belongs to. */
  tag: string
  words: Words
  /** The list whose records these are, where one of them can be read at it/<id>: "/members" of "/members/transfers". */
  one: string | null
  /** What it can be searched by; null when it cannot. */
  search: Words | null
  /** Whether it comes page by page. */
  paged: boolean
  filters: Field[]
  /** What its rows hold, in the order in which they are declared. */
  row: Record<string, Schema>
}

/** Lists that come page by page, and stand under no single record: anything else is no list of records. */
export function listsOf(service: string, api: OpenApi, office: string): List[] {
  return Object.entries(api.paths).flatMap(([path, { get }]) => {
    if (!get || path.includes('{') || !pagedBy(get) || !allows(get['x-offices'], office)) return []
    return [listOf(service, api, path, get, office)]
  })
}

function listOf(service: string, api: OpenApi, path: string, get: Operation, office: string): List {
  const q = get.parameters?.find(({ name, in: place }) => name === 'q' && place === 'query')?.schema
  return {
    service,
    path,
    tag: get.tags?.[0] ?? '',
    words: get['x-words'] ?? { zh: path, en: path },
    one: recordsOf(api, path, office),
    search: q ? { zh: q.title ?? '', en: q['x-title-en'] ?? 'Name or number' } : null,
    paged: pagedBy(get),
    filters: filtersOf(service, api, get),
    row: rowOf(api, get),
  }
}

const pagedBy = (get: Operation): boolean => get.parameters?.some(({ name, in: place }) => place === 'query' && name === 'limit') ?? false

/** The properties of a list's rows, paged or not. */
export function rowOf(api: OpenApi, get: Operation): Record<string, Schema> {
  const answer = resolved(api, get.responses?.['200']?.content?.['application/json']?.schema ?? {})
  return resolved(api, itemOf(answer) ?? answer).properties ?? {}
}

/** Where a row of a list is read by itself: at its own path, or at the list that it is a part of, whose rows are alike. */
function recordsOf(api: OpenApi, path: string, office: string): string | null {
  if (mayReadOne(api, path, office)) return path
  const whole = path.slice(0, path.lastIndexOf('/'))
  const alike = (list: string) => Object.keys(rowOf(api, api.paths[list]?.get ?? NOTHING)).join()
  return whole && mayReadOne(api, whole, office) && alike(whole) === alike(path) ? whole : null
}

const NOTHING: Operation = { operationId: '' }

/** Whether an office may read a single record of a list. */
export function mayReadOne(api: OpenApi, list: string, office: string): boolean {
  const get = Object.entries(api.paths).find(([path]) => RECORD.exec(path)?.[1] === list)?.[1].get
  return get !== undefined && allows(get['x-offices'], office)
}

const RECORD = /^(.*)\/\{(\w+)\}$/
const allows = (offices: string[] | undefined, office: string): boolean => offices?.includes(office) ?? true

/** A list beside a record: of its own (a household's family), or another one that can be narrowed to it (a union's members). */
export interface Beside extends List {
  /** The record's id among the filters; null where it stands in the path. */
  by: string | null
}

const HISTORY = 'history'

/** The lists that stand beside a record of `list`: those under it, then those that take its id as a filter. */
export function besideOf(service: string, api: OpenApi, list: string, id: string, office: string): Beside[] {
  const found = Object.entries(api.paths).flatMap(([path, { get }]): Beside[] => {
    if (!get?.['x-offices']?.includes(office)) return []
    const [, before, under] = /^(.*)\/\{\w+\}\/([\w/-]+)$/.exec(path) ?? []
    if (before === list && under && under !== HISTORY) return listed(get, path) ? [{ ...listOf(service, api, path, get, office), path: `${list}/${id}/${under}`, one: elsewhere(under), by: null }] : []
    const by = path.includes('{') ? undefined : filtersOf(service, api, get).find((field) => field.kind === 'record' && listOfId(api, field.name) === list)
    return by && pagedBy(get) ? [{ ...listOf(service, api, path, get, office), by: by.name }] : []
  })
  return [...found.filter(({ path }) => path !== list), ...found.filter(({ path }) => path === list)]

  /** Where a row of a list under a record is read by itself: at a list of the same name. */
  function elsewhere(under: string): string | null {
    return mayReadOne(api, `/${under}`, office) ? `/${under}` : null
  }

  function listed(get: Operation, path: string): boolean {
    const answer = resolved(api, get.responses?.['200']?.content?.['application/json']?.schema ?? {})
    return Boolean(get['x-words']) && !path.endsWith(`/${HISTORY}`) && itemOf(answer) !== null
  }
}

/** Where what happened to a record of `list` is told; null where it is not, or not to this office. */
export function historyOf(api: OpenApi, list: string, office: string): string | null {
  const told = Object.entries(api.paths).some(([path, { get }]) => {
    const before = /^(.*)\/\{\w+\}\/history$/.exec(path)?.[1]
    return before === list && get !== undefined && allows(get['x-offices'], office)
  })
  return told ? HISTORY : null
}
