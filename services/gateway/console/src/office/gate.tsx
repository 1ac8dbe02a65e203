// Between signing in and the views: what this account may act as, which of it is chosen, and whether that still holds.
import { useCallback, useEffect, useState } from 'preact/hooks'
import { Inside } from '../inside.tsx'
import { mayLeave } from '../route/leaving.ts'
import type { Config } from '../session/config.ts'
import type { Session } from '../session/session.ts'
import { actingAs, choose, forgetChoice, NotSaid, standing, type Appointment, type Standing } from './appointment.ts'
import { Choice } from './choice.tsx'
import { Ended } from './ended.tsx'
import { Newcomer } from './newcomer.tsx'
import { Waiting } from './waiting.tsx'

interface Props {
  config: Config
  session: Session
  anywhere: boolean
}

export function Gate({ config, session, anywhere }: Props) {
  const [known, setKnown] = useState<Standing | null>(null)
  const [acting, setActing] = useState<Appointment | null>(null)
  const [ended, setEnded] = useState(false)
  const [trouble, setTrouble] = useState<NotSaid | null>(null)
  const [moved, setMoved] = useState(false)

  /** Asks what may be acted as; answers whether the appointment acted in is among it. */
  const ask = useCallback(async (): Promise<boolean> => {
    try {
      const found = await standing(session)
      setKnown(found)
      setTrouble(null)
      const holds = found.appointments.some(({ id }) => id === acting?.id)
      if (!acting) setActing(actingAs(found))
      else if (holds) setEnded(false)
      return holds
    } catch (error) {
      setTrouble(error instanceof NotSaid ? error : new NotSaid(0))
      return false
    }
  }, [session, acting])
  useEffect(() => void ask(), [session])
  const end = useCallback(() => setEnded(true), [])
  const change = (to: Appointment | null) => {
    if (!ended && !mayLeave()) return
    if (to) choose(to.id)
    else forgetChoice()
    setMoved(true) // another office begins where it begins, not where this one was
    setEnded(false)
    setActing(to)
  }

  if (!known) return <Waiting trouble={trouble} again={ask} />
  if (acting) {
    return (
      <>
        {ended && <Ended {...{ session, acting, change, ask }} standing={known} />}
        <div hidden={ended}>
          <Inside key={acting.id} {...{ config, session, acting, change, ended }} standing={known} onEnd={end} anywhere={anywhere || moved} />
        </div>
      </>
    )
  }
  if (!known.appointments.length) return <Newcomer {...{ session, ask }} standing={known} />
  return <Choice {...{ session, change }} standing={known} />
}
