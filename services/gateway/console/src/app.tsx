// The page: nobody signed in → landing; somebody → the gate, which asks what they may act as.
import { useEffect, useState } from 'preact/hooks'
import { Gate } from './office/gate.tsx'
import type { Config } from './session/config.ts'
import { Landing } from './session/landing.tsx'
import type { Session } from './session/session.ts'

interface Props {
  config: Config
  session: Session
  signedIn: boolean
  failed: string | null
  /** They have just signed in, and wanted no view in particular. */
  anywhere: boolean
}

export function App({ config, session, signedIn, failed, anywhere }: Props) {
  const [here, setHere] = useState(signedIn)
  useEffect(() => session.onEnd(() => setHere(false)), [session])
  return here ? <Gate {...{ config, session, anywhere }} /> : <Landing session={session} failed={failed} />
}
