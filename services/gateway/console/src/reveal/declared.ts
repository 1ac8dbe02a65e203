// Which personal data of a list's records an office may be shown in full, and for what, as the service declares it. Pure.
import { fieldsOf, type Option } from '../forms/fields.ts'
import type { OpenApi } from '../forms/schema.ts'

export interface Reveal {
  service: string
  /** The list that the record is in: "/members", "/households/<id>/family". */
  list: string
  fields: Option[]
  purposes: Option[]
}

/** Null when nothing of these records can be shown in full, or the office may not see it. */
export function revealOf(service: string, api: OpenApi, list: string, office: string): Reveal | null {
  const post = Object.entries(api.paths).find(([path]) => reveals(path, list))?.[1].post
  const schema = post?.requestBody?.content['application/json']?.schema
  if (!schema || !post?.['x-offices']?.includes(office)) return null
  const declared = fieldsOf(service, api, schema)
  const options = (name: string): Option[] => declared.find((field) => field.name === name)?.options ?? []
  return { service, list, fields: options('fields'), purposes: options('purpose') }
}

/** Whether "/households/{household}/family/{person}/reveal" is about records of "/households/<id>/family". */
function reveals(path: string, list: string): boolean {
  const [pieces, wanted] = [path.split('/'), [...list.split('/'), '{}', 'reveal']]
  return pieces.length === wanted.length && pieces.every((piece, at) => piece === wanted[at] || (piece.startsWith('{') && wanted[at] !== 'reveal'))
}

/** Where the full data of one record are asked for. */
export const revealUrl = ({ service, list }: Pick<Reveal, 'service' | 'list'>, id: string): string => `/api/${service}${list}/${id}/reveal`
