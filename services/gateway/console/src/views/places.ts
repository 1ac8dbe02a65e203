// Which view an address is of, and what its parts are. Pure.
import { kindOf } from '../desks/imports/kinds.ts'
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

export type DeskPlace = { view: 'home' } | { view: 'section' | 'board'; id: string } | { view: 'import'; kind: string; batch: string } | { view: 'paper'; id: string; about: string }

/** "/desk/membership/members" → a section of the membership desk; an import by its own address, or as a record. Null for other addresses. */
export function deskPlace(path: string): DeskPlace | null {
  if (path === '/desk/membership') return { view: 'home' }
  const board = match('/desk/membership/boards/:id', path)?.id
  if (board) return { view: 'board', id: board }
  if (path === '/desk/membership/import') return { view: 'import', kind: '', batch: '' }
  const run = match('/desk/membership/import/:kind/:batch', path) ?? match('/records/membership/:kind/:batch', path)
  if (run?.batch && kindOf(run.kind)) return { view: 'import', kind: run.kind ?? '', batch: run.batch }
  const paper = match('/desk/membership/print/:id/:about', path)
  if (paper?.id && paper.about) return { view: 'paper', id: paper.id, about: paper.about }
  const section = match('/desk/membership/:id', path)?.id
  return section ? { view: 'section', id: section } : null
}
