// What the areas of somebody's appointments are called, other counties' too: each office may ask for the name of its own.
import { useEffect, useState } from 'preact/hooks'
import areaName from '../documents/area_name.graphql'
import { asker } from '../graph/ask.ts'
import { useSpeech } from '../language/language.tsx'
import type { Words } from '../language/phrase.ts'
import type { Session } from '../session/session.ts'
import type { Standing } from './appointment.ts'
import { Caller } from './caller.ts'

/** The code until the name has come; what is `known` is not asked for. */
export function usePlaces(session: Session, { appointments }: Standing, known: Record<string, Words> = {}): (code: string) => string {
  const { w } = useSpeech()
  const [names, setNames] = useState(known)
  useEffect(() => {
    for (const { id, area } of appointments) {
      if (names[area]) continue
      void asker(new Caller(session, id))<{ areaName: Words | null }>(areaName, { code: area })
        .then((found) => found.areaName && setNames((before) => ({ ...before, [area]: found.areaName as Words })))
        .catch(() => undefined) // the code says it too
    }
  }, [appointments])
  return (code) => (names[code] ? w(names[code]) : code)
}
