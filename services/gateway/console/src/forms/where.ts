// Addresses of commands inside the console. Pure.
import { address } from '../route/address.ts'
import type { Command } from './commands.ts'

export const formAddress = (command: Command): string => `/desk/${command.service}/${command.id}`

/** From "<service>:<path>", as a work item names the command that ends it, to its form with the record filled in. */
export function commandAddress(command: string, record: string): string {
  const [service, path] = [command.slice(0, command.indexOf(':')), command.slice(command.indexOf(':') + 1)]
  return address(`/desk/${service}`, { path, record })
}
