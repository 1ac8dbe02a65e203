// What the viewer's office may do and look up in every service, as far as their documents can be read.
import { useEffect, useState } from 'preact/hooks'
import { commandsOf, forOffice, type Command } from '../forms/commands.ts'
import { listsOf, type List } from '../forms/lists.ts'
import { openApi, type OpenApi } from '../forms/schema.ts'
import { useSignedIn } from '../session/signed_in.tsx'

export const SERVICES = ['membership', 'assistance', 'activities'] as const

export interface Desk {
  service: string
  api: OpenApi | null
  commands: Command[]
  lists: List[]
}

/** Null until every service has answered; `api` null: that service could not be read. */
export function useDesks(services: readonly string[] = SERVICES): Desk[] | null {
  const { viewer } = useSignedIn()
  const office = viewer.office.id
  const [desks, setDesks] = useState<Desk[] | null>(null)
  useEffect(() => {
    let gone = false
    const read = async (service: string): Promise<Desk> => {
      const api = await openApi(service).catch(() => null)
      if (!api) return { service, api, commands: [], lists: [] }
      return { service, api, commands: forOffice(commandsOf(service, api), office), lists: listsOf(service, api, office) }
    }
    void Promise.all(services.map(read)).then((found) => !gone && setDesks(found))
    return () => {
      gone = true
    }
  }, [services.join(), office])
  return desks
}
