// Somebody acting in an office: who they are, what they may read, the live socket; then frame and views.
import { useEffect, useMemo, useState } from 'preact/hooks'
import frameDocument from './documents/frame.graphql'
import { Frame } from './frame.tsx'
import { asker } from './graph/ask.ts'
import { Live } from './graph/live.ts'
import type { Frame as Known } from './graph/types.ts'
import { Failed, Loading } from './lists/wait.tsx'
import type { Appointment, Standing } from './office/appointment.ts'
import { Caller } from './office/caller.ts'
import { startOf } from './office/start.ts'
import { useRoute } from './route/router.tsx'
import type { Config } from './session/config.ts'
import type { Session } from './session/session.ts'
import { SignedInContext } from './session/signed_in.tsx'
import { Views } from './views/views.tsx'

interface Props {
  config: Config
  session: Session
  acting: Appointment
  standing: Standing
  change: (to: Appointment | null) => void
  /** The appointment has ended: what is here waits, and asks nothing any more. */
  ended: boolean
  onEnd: () => void
  /** Begin where the office begins. */
  anywhere: boolean
}

export function Inside({ config, session, acting, standing, change, ended, onEnd, anywhere }: Props) {
  const { go } = useRoute()
  const caller = useMemo(() => new Caller(session, acting.id), [session, acting.id])
  const ask = useMemo(() => asker(caller), [caller])
  const [live, setLive] = useState<Live | null>(null)
  const [known, setKnown] = useState<Known | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const load = () => {
    setError(null)
    ask<Known>(frameDocument).then((found) => {
      if (anywhere) go(startOf(found.viewer), { replace: true })
      setKnown(found)
    }, setError)
  }
  useEffect(() => caller.onEnd(onEnd), [caller, onEnd])
  useEffect(load, [ask])
  useEffect(() => {
    if (ended) return undefined
    const opened = new Live(caller)
    setLive(opened)
    return () => opened.close()
  }, [caller, ended])
  if (error) return <main id="main"><Failed error={error} again={load} /></main>
  if (!known || !live) return <main id="main"><Loading /></main>
  return (
    <SignedInContext.Provider value={{ ...known, config, session, caller, acting, standing, change, ask, live }}>
      <Frame><Views /></Frame>
    </SignedInContext.Provider>
  )
}
