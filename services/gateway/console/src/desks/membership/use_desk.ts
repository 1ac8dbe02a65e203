// What the viewer's office finds at the membership desk: its sections, and every command that the service has.
import { useMemo } from 'preact/hooks'
import { commandsOf, type Command } from '../../forms/commands.ts'
import { useDesks, type Desk } from '../use_commands.ts'
import { filled, SERVICE, type Filled } from './declared.ts'

interface Known {
  desk: Desk
  sections: Filled[]
  /** Of all offices: what waits may be for another office to do. */
  every: Command[]
}

/** Null until the service has answered. */
export function useMembership(): Known | null {
  const desk = useDesks([SERVICE])?.[0]
  return useMemo(() => desk ? { desk, sections: filled(desk.lists, desk.commands), every: desk.api ? commandsOf(SERVICE, desk.api) : [] } : null, [desk])
}
