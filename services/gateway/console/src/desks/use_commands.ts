// Every command of every service, as far as their documents can be read.
import { useEffect, useState } from 'preact/hooks'
import { commandsOf, type Command } from '../forms/commands.ts'
import { openApi, type OpenApi } from '../forms/schema.ts'

export const SERVICES = ['membership', 'assistance', 'activities'] as const

export interface Desk {
  service: string
  api: OpenApi | null
  commands: Command[]
}

/** Null until every service has answered; `api` null: that service could not be read. */
export function useDesks(services: readonly string[] = SERVICES): Desk[] | null {
  const [desks, setDesks] = useState<Desk[] | null>(null)
  useEffect(() => {
    let gone = false
    const read = async (service: string): Promise<Desk> => {
      const api = await openApi(service).catch(() => null)
      return { service, api, commands: api ? commandsOf(service, api) : [] }
    }
    void Promise.all(services.map(read)).then((found) => !gone && setDesks(found))
    return () => {
      gone = true
    }
  }, [services.join()])
  return desks
}
