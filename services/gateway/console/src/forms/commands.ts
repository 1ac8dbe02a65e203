// The commands a service declares, as its OpenAPI document tells them. Pure.
import type { Words } from '../language/phrase.ts'
import type { OpenApi, Operation, Schema } from './schema.ts'

export interface Command {
  service: string
  id: string
  path: string
  words: Words
  offices: string[]
  /** Full event types. */
  emits: string[]
  creates: boolean
  /** The path's parameter: the record that this command is about; null when it makes a new one. */
  record: string | null
  group: Words
  /** The capability that it belongs to. */
  tag: string
  schema: Schema
  /** Lists from which the record can be chosen. */
  lists: { path: string; words: Words; offices: string[] | null }[]
  /** Where one record can be read, its id at `{id}`; null when nowhere. */
  one: string | null
}

const TYPE_PREFIX = 'cn.gonghui.'

/** Showing somebody's data in full is no form of the desk: it stands beside the record. */
const reveals = (path: string): boolean => path.endsWith('/reveal')

export function commandsOf(service: string, api: OpenApi): Command[] {
  return Object.entries(api.paths).flatMap(([path, methods]) => {
    const operation = methods.post
    return operation?.['x-command'] && !reveals(path) ? [commandOf(service, api, path, operation)] : []
  })
}

/** Whether a command has a form: imports have a page of their own. */
export const isForm = ({ service, path }: Command): boolean => service !== 'membership' || !/^\/(roster|headcounts)(\/|$)/.test(path)

/** The forms of an office, with the lists that it may choose from. */
export const forOffice = (commands: Command[], office: string): Command[] =>
  commands
    .filter((command) => command.offices.includes(office) && isForm(command))
    .map((command) => ({ ...command, lists: command.lists.filter(({ offices }) => offices?.includes(office) ?? true) }))

/** Whether a record is in a state that the command acts on, as far as the command's list says: "/members?state=active". */
export const fits = (command: Command, row: Record<string, unknown>): boolean => command.lists.some(({ path }) => suits(path, row))

/** Whether a list would offer a record: "/unions?state=active". */
export const suits = (path: string, row: Record<string, unknown>): boolean =>
  [...new URLSearchParams(path.split('?')[1])].every(([name, value]) => !(name in row) || String(row[name]) === value)

/** The list that alone says whether a command acts on a record: another than its own (transfers waiting), or one narrowed by what the row does not hold. */
export function asksOf({ lists, path }: Command, row: Record<string, unknown>): string | null {
  const theirs = path.slice(0, path.indexOf('/{'))
  const own = lists.filter((list) => list.path.split('?')[0] === theirs && suits(list.path, row))
  if (!own.length) return lists[0]?.path ?? null
  const said = own.some((list) => [...new URLSearchParams(list.path.split('?')[1])].every(([name]) => name in row))
  return said ? null : (own[0]?.path ?? null)
}

function commandOf(service: string, api: OpenApi, path: string, operation: Operation): Command {
  const record = /\{(\w+)\}/.exec(path)?.[1] ?? null
  const list = record ? path.slice(0, path.indexOf('/{')) : ''
  return {
    service,
    id: operation.operationId,
    path,
    words: operation['x-words'] ?? { zh: operation.operationId, en: operation.operationId },
    offices: operation['x-offices'] ?? [],
    emits: (operation['x-emits'] ?? []).map((type) => `${TYPE_PREFIX}${service}.${type}`),
    creates: operation['x-creates'] ?? false,
    record,
    group: groupOf(api, operation),
    tag: operation.tags?.[0] ?? '',
    schema: operation.requestBody?.content['application/json']?.schema ?? {},
    lists: record ? (declaredList(api, operation, record) ?? listsUnder(api, list)) : [],
    one: record && api.paths[`${list}/{${record}}`]?.get ? `${list}/{id}` : null,
  }
}

function groupOf(api: OpenApi, operation: Operation): Words {
  const name = operation.tags?.[0] ?? ''
  return api.tags?.find((tag) => tag.name === name)?.['x-words'] ?? { zh: name, en: name }
}

/** The list of those records that the command can act on, where it names one. */
function declaredList(api: OpenApi, operation: Operation, record: string): Command['lists'] | null {
  const schema = operation.parameters?.find(({ name, in: place }) => place === 'path' && name === record)?.schema
  const path = schema?.['x-picker-source']
  if (!path) return null
  const zh = schema.title ?? path
  const offices = api.paths[path.split('?')[0] ?? '']?.get?.['x-offices'] ?? null
  return [{ path, words: { zh, en: schema['x-title-en'] ?? zh }, offices }]
}

/** The list at this path first, then narrower ones beside it (members, then transfers waiting). */
function listsUnder(api: OpenApi, list: string): Command['lists'] {
  return Object.entries(api.paths)
    .filter(([path, methods]) => methods.get && !path.includes('{') && (path === list || path.startsWith(`${list}/`)))
    .sort(([one], [other]) => one.length - other.length)
    .map(([path, { get }]) => ({ path, words: get?.['x-words'] ?? { zh: path, en: path }, offices: get?.['x-offices'] ?? null }))
}

/** What makes a new record of a list. */
export const creating = (commands: Command[], list: string): Command[] =>
  commands.filter(({ creates, record, path }) => creates && !record && (path === list || path.startsWith(`${list}/`)))

/** Putting an entry right is seldom what one came for: it stands by itself. */
export const putsRight = ({ path }: Command): boolean => /\/(correct|void)[^/]*$/.test(path)

/** Commands by capability, in the order they are declared. */
export function grouped(commands: Command[]): { group: Words; commands: Command[] }[] {
  const groups = Map.groupBy(commands, (command) => command.group.zh)
  return [...groups.values()].flatMap((members) => (members[0] ? [{ group: members[0].group, commands: members }] : []))
}
