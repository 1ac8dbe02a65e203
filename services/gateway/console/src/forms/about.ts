// Commands that make something new for a record: a form in which the record is chosen, filled in already. Pure.
import { suits, type Command } from './commands.ts'
import { fieldsOf, type Field } from './fields.ts'
import type { OpenApi } from './schema.ts'

export interface About {
  command: Command
  /** The field that holds the record. */
  field: string
}

/** By the first field that is chosen from `list` and must be; a command about another record of its own is none. */
export function aboutOf(api: OpenApi, commands: Command[], list: string, row: Record<string, unknown>): About[] {
  return commands.flatMap((command) => {
    if (!command.creates || command.record) return []
    const field = fieldsOf(command.service, api, command.schema).find(({ kind, required, source }) => kind === 'record' && required && source?.path.split('?')[0] === list)
    return field?.source && suits(field.source.path, row) ? [{ command, field: field.name }] : []
  })
}

/** The field of a form that makes something new which holds the record that a work item is about: the first that must be chosen. */
export function subjectField(api: OpenApi, command: Pick<Command, 'service' | 'record' | 'schema'>): Field | null {
  if (command.record) return null
  return fieldsOf(command.service, api, command.schema).find(({ kind, required }) => kind === 'record' && required) ?? null
}
