// The lists of records that an office may look up, as a service's OpenAPI document tells them. Pure.
import type { Words } from '../language/phrase.ts'
import type { OpenApi } from './schema.ts'

export interface List {
  service: string
  /** "/members" */
  path: string
  words: Words
  /** Whether one of its records can be read, at `path`/<id>. */
  one: boolean
  /** Whether it can be searched by words. */
  searched: boolean
}

const COLLECTION = /^\/[\w-]+$/

/** Lists that come page by page: anything else is no list of records. */
export function listsOf(service: string, api: OpenApi, office: string): List[] {
  return Object.entries(api.paths).flatMap(([path, { get }]): List[] => {
    const paged = get?.parameters?.some(({ name, in: place }) => place === 'query' && name === 'limit')
    if (!get || !paged || !COLLECTION.test(path) || !allows(get['x-offices'], office)) return []
    const searched = get.parameters?.some(({ name }) => name === 'q') ?? false
    return [{ service, path, words: get['x-words'] ?? { zh: path, en: path }, one: mayReadOne(api, path, office), searched }]
  })
}

/** Whether an office may read a single record of a list. */
export function mayReadOne(api: OpenApi, list: string, office: string): boolean {
  const get = Object.entries(api.paths).find(([path]) => path.startsWith(`${list}/{`) && path.endsWith('}'))?.[1].get
  return get !== undefined && allows(get['x-offices'], office)
}

const allows = (offices: string[] | undefined, office: string): boolean => offices?.includes(office) ?? true

/** The small lists that stand under a single record: a household's family. */
export function besideOf(api: OpenApi, list: string, id: string, office: string): { list: string; words: Words }[] {
  return Object.entries(api.paths).flatMap(([path, { get }]) => {
    const under = new RegExp(`^${list}/\\{\\w+\\}/([\\w-]+)$`).exec(path)?.[1]
    const words = get?.['x-words']
    return under && words && get['x-offices']?.includes(office) ? [{ list: `${list}/${id}/${under}`, words }] : []
  })
}
