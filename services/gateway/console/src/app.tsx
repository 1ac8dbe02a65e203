// The page: nobody signed in → landing; somebody → frame and views.
import { useEffect, useMemo, useState } from 'preact/hooks'
import frameDocument from './documents/frame.graphql'
import { Frame } from './frame.tsx'
import { asker } from './graph/ask.ts'
import { Live } from './graph/live.ts'
import type { Frame as Known } from './graph/types.ts'
import { Failed, Loading } from './lists/wait.tsx'
import type { Config } from './session/config.ts'
import { Landing } from './session/landing.tsx'
import type { Session } from './session/session.ts'
import { SignedInContext } from './session/signed_in.tsx'
import { Views } from './views/views.tsx'

interface Props {
  config: Config
  session: Session
  signedIn: boolean
  failed: string | null
}

export function App({ config, session, signedIn, failed }: Props) {
  const [here, setHere] = useState(signedIn)
  useEffect(() => session.onEnd(() => setHere(false)), [session])
  return here ? <Inside config={config} session={session} /> : <Landing session={session} failed={failed} />
}

function Inside({ config, session }: Pick<Props, 'config' | 'session'>) {
  const ask = useMemo(() => asker(session), [session])
  const [live, setLive] = useState<Live | null>(null)
  const [known, setKnown] = useState<Known | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const load = () => {
    setError(null)
    ask<Known>(frameDocument).then(setKnown, setError)
  }
  useEffect(load, [ask])
  useEffect(() => {
    const opened = new Live(session)
    setLive(opened)
    return () => opened.close()
  }, [session])
  if (error) return <main id="main"><Failed error={error} again={load} /></main>
  if (!known || !live) return <main id="main"><Loading /></main>
  return (
    <SignedInContext.Provider value={{ ...known, config, session, ask, live }}>
      <Frame><Views /></Frame>
    </SignedInContext.Provider>
  )
}
