// What the viewer's office may do and look up in every service, as far as their documents can be read.
import { useEffect, useState } from 'preact/hooks'
import { commandsOf, forOffice, type Command } from '../forms/commands.ts'
import { listsOf, type List } from '../forms/lists.ts'
import { openApi, type OpenApi } from '../forms/schema.ts'
import { useSignedIn } from '../session/signed_in.tsx'
import { SERVICES } from './services.ts'

export interface Desk {
  service: string
  api: OpenApi | null
  commands: Command[]
  lists: List[]
}

/** What was read, by service and office: a view that is opened again is drawn at once. */
const known = new Map<string, Desk>()
const at = (service: string, office: string): string => `${service} ${office}`

async function read(service: string, office: string): Promise<Desk> {
  const before = known.get(at(service, office))
  if (before) return before
  const api = await openApi(service).catch(() => null)
  if (!api) return { service, api, commands: [], lists: [] } // asked again by the next view
  const desk = { service, api, commands: forOffice(commandsOf(service, api), office), lists: listsOf(service, api, office) }
  known.set(at(service, office), desk)
  return desk
}

/** Null until every service has answered; `api` null: that service could not be read. */
export function useDesks(services: readonly string[] = SERVICES): Desk[] | null {
  const { viewer } = useSignedIn()
  const office = viewer.office.id
  const [desks, setDesks] = useState<Desk[] | null>(() => {
    const there = services.flatMap((service) => known.get(at(service, office)) ?? [])
    return there.length === services.length ? there : null
  })
  useEffect(() => {
    let gone = false
    void Promise.all(services.map((service) => read(service, office))).then((found) => !gone && setDesks(found))
    return () => {
      gone = true
    }
  }, [services.join(), office])
  return desks
}
