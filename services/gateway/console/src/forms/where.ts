// Addresses of commands inside the console. Pure.
import { address } from '../route/address.ts'

/** "members.admit" stands in the address as members/admit: a dot would name a file. */
export const formAddress = (service: string, id: string): string => `/desk/${service}/${id.replace('.', '/')}`

/** Imports are handled on a page of their own, from upload to undo. */
const IMPORTED = /^membership:\/(roster|headcounts)\/\{\w+\}\//

/** From "<service>:<path>", as a work item names the command that ends it, to its form with the record filled in. */
export function commandAddress(command: string, record: string): string {
  const kind = IMPORTED.exec(command)?.[1]
  if (kind) return `/desk/membership/import/${kind}/${record}`
  const [service, path] = [command.slice(0, command.indexOf(':')), command.slice(command.indexOf(':') + 1)]
  return address(`/desk/${service}`, { path, record })
}
