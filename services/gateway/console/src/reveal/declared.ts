// Which personal data of a list's records an office may be shown in full, and for what, as the service declares it. Pure.
import { fieldsOf, type Option } from '../forms/fields.ts'
import type { OpenApi } from '../forms/schema.ts'

export interface Reveal {
  service: string
  /** "/members/{member}/reveal" */
  path: string
  fields: Option[]
  purposes: Option[]
}

/** Null when nothing of these records can be shown in full, or the office may not see it. */
export function revealOf(service: string, api: OpenApi, list: string, office: string): Reveal | null {
  const [path, methods] = Object.entries(api.paths).find(([each]) => each.startsWith(`${list}/{`) && each.endsWith('}/reveal')) ?? []
  const schema = methods?.post?.requestBody?.content['application/json']?.schema
  if (!path || !schema || !methods?.post?.['x-offices']?.includes(office)) return null
  const declared = fieldsOf(service, api, schema)
  const options = (name: string): Option[] => declared.find((field) => field.name === name)?.options ?? []
  return { service, path, fields: options('fields'), purposes: options('purpose') }
}

/** Where the full data of one record are asked for. */
export const revealUrl = ({ service, path }: Pick<Reveal, 'service' | 'path'>, id: string): string =>
  `/api/${service}${path.replace(/\{\w+\}/, id)}`
