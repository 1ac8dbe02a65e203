// Asks for somebody's data in full. The values live in this state alone, for a minute at most, and go with the view.
import { useEffect, useState } from 'preact/hooks'
import { uuid7 } from '../forms/ids.ts'
import { detail } from '../forms/problem.ts'
import { post, problemOf, type Done } from '../forms/send.ts'
import { useSpeech } from '../language/language.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { REVEAL } from '../words/reveal.ts'
import { revealUrl, type Reveal } from './declared.ts'

export const SHOWN_SECONDS = 60

export interface Shown {
  eventId: string
  /** The fields asked for, in their order, with what they hold; null where nothing is on record. */
  values: [field: string, value: string | null][]
}

type Stage = { at: 'asking'; wrong: string | null } | { at: 'sending' } | { at: 'shown'; shown: Shown; left: number }

interface Revealing {
  stage: Stage
  ask: (fields: string[], purpose: string) => Promise<void>
}

/** `hide` is called when the minute is over. */
export function useReveal(reveal: Reveal, record: { id: string; revision?: number }, hide: () => void): Revealing {
  const { caller } = useSignedIn()
  const { t, language } = useSpeech()
  const [stage, setStage] = useState<Stage>({ at: 'asking', wrong: null })
  const [key] = useState(uuid7) // an answer that was lost on the way is fetched again, and recorded once
  const shown = stage.at === 'shown'
  useEffect(() => {
    if (!shown) return undefined
    const until = Date.now() + SHOWN_SECONDS * 1000
    const timer = setInterval(() => {
      const left = Math.ceil((until - Date.now()) / 1000)
      if (left <= 0) hide()
      else setStage((before) => (before.at === 'shown' ? { ...before, left } : before))
    }, 250)
    return () => clearInterval(timer)
  }, [shown])
  const ask = async (fields: string[], purpose: string) => {
    setStage({ at: 'sending' })
    const sending = { url: revealUrl(reveal, record.id), key: `${key}.${purpose}.${fields.join('.')}`, body: { fields, purpose }, revision: null }
    try {
      const answer = await post(caller, sending)
      if (!answer.ok) return setStage({ at: 'asking', wrong: detail(await problemOf(answer), language) })
      const { eventId, values } = (await answer.json()) as Done & { values: Record<string, string> }
      setStage({ at: 'shown', shown: { eventId, values: fields.map((field) => [field, values[field] ?? null]) }, left: SHOWN_SECONDS })
    } catch {
      setStage({ at: 'asking', wrong: t(REVEAL.away) })
    }
  }
  return { stage, ask }
}
