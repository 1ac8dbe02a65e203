// What an account may act as, as the gateway says it, and which of it this tab acts as.
import type { Words } from '../language/phrase.ts'
import type { Session } from '../session/session.ts'

export interface Appointment {
  id: string
  office: string
  words: Words
  area: string
  org: string | null
  /** The account whose office was lent. */
  onBehalfOf: string | null
}

export interface Standing {
  account: string
  name: string
  appointments: Appointment[]
}

/** The gateway does not say: not reachable (status 0), or not yet (503 while it reads the appointments). */
export class NotSaid extends Error {
  readonly status: number

  constructor(status: number) {
    super(`GET /session: ${status}`)
    this.status = status
  }
}

/** NotSaid. A session that has ended ends the page by itself (Session.onEnd). */
export async function standing(session: Session): Promise<Standing> {
  const ask = (token: string | null | undefined) =>
    fetch('/session', { cache: 'no-store', headers: token ? { authorization: `Bearer ${token}` } : {} }).catch(() => null)
  let answer = await ask(await session.token())
  if (answer?.status === 401) answer = await ask((await session.renew())?.access_token)
  if (!answer?.ok) throw new NotSaid(answer?.status ?? 0)
  return (await answer.json()) as Standing
}

const CHOSEN = 'gonghui.appointment'

export const choose = (id: string): void => sessionStorage.setItem(CHOSEN, id)
export const forgetChoice = (): void => sessionStorage.removeItem(CHOSEN)

/** The only one, or the one this tab chose before; null when it has to be chosen. */
export function actingAs({ appointments }: Standing): Appointment | null {
  const chosen = sessionStorage.getItem(CHOSEN)
  return appointments.find(({ id }) => id === chosen) ?? (appointments.length === 1 ? (appointments[0] ?? null) : null)
}
