// Every request of somebody acting in an office goes through here: token, appointment, and what answers say of both.
import type { Session } from '../session/session.ts'
import { standing } from './appointment.ts'

type Told = () => void

const ENDED = 'no-appointment'
const UNCERTAIN = new Set(['authority-stale', 'authority-not-caught-up'])
const AGE = 'gonghui-authority-age'
const LOOKS = 4 // a service may hear of a new appointment a moment later than the gateway: look again before believing
const BETWEEN = 400 // ms

export class Caller {
  readonly session: Session
  /** Its id. */
  readonly appointment: string
  /** The services that do not know the appointments of this very moment, each with a reading that said so. */
  readonly uncertain = new Map<string, string | null>()
  readonly #enders = new Set<Told>()
  readonly #watchers = new Set<Told>()
  #looking: Promise<void> | null = null

  constructor(session: Session, appointment: string) {
    this.session = session
    this.appointment = appointment
  }

  /** As `fetch`, in this office; an expired token is renewed once. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    let answer = await this.#send(await this.session.token(), path, init)
    if (answer.status === 401) answer = await this.#send((await this.session.renew())?.access_token, path, init)
    await this.#hear(answer, path, init.method ?? 'GET')
    return answer
  }

  /** What the socket is opened with. */
  async credentials(): Promise<Record<string, string>> {
    return this.#headers(await this.session.token())
  }

  /** Calls back when the appointment has ended. */
  onEnd(told: Told): () => void {
    this.#enders.add(told)
    return () => this.#enders.delete(told)
  }

  /** Calls back when `uncertain` has changed. */
  onUncertain(told: Told): () => void {
    this.#watchers.add(told)
    return () => this.#watchers.delete(told)
  }

  /** Somebody was told that the appointment has ended. */
  ended(): void {
    for (const told of this.#enders) told()
  }

  /** Somebody was refused without a reason: asks whether the appointment still holds. */
  async look(): Promise<void> {
    this.#looking ??= this.#holds().then((holds) => {
      this.#looking = null
      if (!holds) this.ended()
    })
    return this.#looking
  }

  /** Asks the uncertain services again. */
  async again(): Promise<void> {
    for (const [service, path] of this.uncertain) {
      if (path) await this.fetch(path).catch(() => undefined)
      else this.#note(service, false)
    }
  }

  async #holds(): Promise<boolean> {
    for (let look = 0; look < LOOKS; look += 1) {
      if (look) await new Promise((after) => setTimeout(after, BETWEEN))
      const found = await standing(this.session).catch(() => null) // who cannot be asked has said nothing
      if (found && !found.appointments.some(({ id }) => id === this.appointment)) return false
    }
    return true
  }

  #send(token: string | null | undefined, path: string, init: RequestInit): Promise<Response> {
    return fetch(path, { ...init, headers: { ...(init.headers as Record<string, string>), ...this.#headers(token) } })
  }

  #headers(token: string | null | undefined): Record<string, string> {
    return { 'gonghui-appointment': this.appointment, ...(token ? { authorization: `Bearer ${token}` } : {}) }
  }

  async #hear(answer: Response, path: string, method: string): Promise<void> {
    const service = /^\/api\/(\w+)\//.exec(path)?.[1] ?? 'gateway'
    const code = answer.status === 403 || answer.status === 503 ? await codeOf(answer) : null
    if (code === ENDED) void this.look()
    if (code !== null && UNCERTAIN.has(code)) this.#note(service, true, method === 'GET' ? path : null)
    else if (answer.headers.has(AGE)) this.#note(service, true, path)
    else if (answer.ok) this.#note(service, false)
  }

  #note(service: string, uncertain: boolean, path: string | null = null): void {
    const before = this.uncertain.has(service)
    if (uncertain) this.uncertain.set(service, path ?? this.uncertain.get(service) ?? null)
    else this.uncertain.delete(service)
    if (before !== uncertain) for (const told of this.#watchers) told()
  }
}

/** The stable code of a refusal: of a problem document, or of a GraphQL answer. */
async function codeOf(answer: Response): Promise<string | null> {
  const body = (await answer.clone().json().catch(() => null)) as { code?: string; errors?: { extensions?: { code?: string } }[] } | null
  return body?.code ?? body?.errors?.[0]?.extensions?.code ?? null
}
