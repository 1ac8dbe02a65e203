// Which list an id leads to, by what the id is called: a service names its records alike in paths and in rows. Pure.
import type { OpenApi } from './schema.ts'

/** What an id is called where it says in which part it stands: the union that one comes from is a union. */
const PART = /^(?:to|from|old|new|merged|own)_/
const ALSO: Record<string, string> = { parent: 'union', org: 'union', organisation: 'union', chair: 'member', applicant: 'member', person: 'member' }

/** "union" → "/unions", as "/unions/{union}" says; null where no such record is read by itself. */
export function listOfId(api: OpenApi, name: string): string | null {
  for (const called of [name, name.replace(PART, ''), ALSO[name.replace(PART, '')]]) {
    const path = called && Object.keys(api.paths).find((each) => each.endsWith(`/{${called}}`) && api.paths[each]?.get && api.paths[each.slice(0, each.lastIndexOf('/{'))]?.get)
    if (path) return path.slice(0, path.lastIndexOf('/{'))
  }
  return null
}
