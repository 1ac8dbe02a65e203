// Which view an address is of, and what its parts are. Pure.
import { match } from '../route/address.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export interface Place {
  service: string
  /** "/members", "/members/transfers" */
  path: string
  /** A single record of the list. */
  id: string | null
}

/** "/records/membership/members/<id>" → the record of a list; without an id, the list itself. Null for other addresses. */
export function recordPlace(path: string): Place | null {
  const [, records, service, ...rest] = path.split('/')
  if (records !== 'records' || !service || !rest[0]) return null
  const last = rest.at(-1) ?? ''
  const id = ID.test(last) && rest.length > 1 ? last : null
  return { service, path: `/${(id ? rest.slice(0, -1) : rest).join('/')}`, id }
}

export interface DeskPlace {
  view: 'home' | 'section' | 'board' | 'import' | 'print'
  id: string
}

/** "/desk/membership/members" → a section of the membership desk. Null for other addresses. */
export function deskPlace(path: string): DeskPlace | null {
  if (path === '/desk/membership') return { view: 'home', id: '' }
  const board = match('/desk/membership/boards/:id', path)?.id
  if (board) return { view: 'board', id: board }
  if (path === '/desk/membership/import') return { view: 'import', id: '' }
  const run = match('/desk/membership/import/:id', path)?.id
  if (run) return { view: 'import', id: run }
  const section = match('/desk/membership/:id', path)?.id
  return section ? { view: 'section', id: section } : null
}
