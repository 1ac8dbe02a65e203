// The session, the office acted in and the gateway's configuration, for whoever needs them below.
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Ask } from '../graph/ask.ts'
import type { Live } from '../graph/live.ts'
import type { Frame } from '../graph/types.ts'
import type { Appointment, Standing } from '../office/appointment.ts'
import type { Caller } from '../office/caller.ts'
import type { Config } from './config.ts'
import type { Session } from './session.ts'

export interface SignedIn extends Frame {
  config: Config
  session: Session
  /** Sends requests in the office that this tab acts in. */
  caller: Caller
  acting: Appointment
  standing: Standing
  /** Acts in another of the appointments, or asks which. */
  change: (to: Appointment | null) => void
  ask: Ask
  live: Live
}

export const SignedInContext = createContext<SignedIn | null>(null)

export function useSignedIn(): SignedIn {
  const signedIn = useContext(SignedInContext)
  if (!signedIn) throw new Error('nobody is signed in')
  return signedIn
}
