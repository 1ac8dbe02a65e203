// One socket for the page: the gateway pushes the logs' positions when they move, and views ask again.
import { createClient, type Client } from 'graphql-ws'
import positions from '../documents/positions.graphql'
import type { Caller } from '../office/caller.ts'

export type LiveState = 'connecting' | 'live' | 'away'
type Moved = () => void

const FORBIDDEN = 4403
const ENDED = 'The appointment has ended'
const EXPIRED = 'The token has expired' // the next opening brings a fresh one

const AGAIN = 3000 // ms until a subscription that ended (expired token, restarted gateway) is asked for anew

export class Live {
  state: LiveState = 'connecting'
  readonly #movers = new Set<Moved>()
  readonly #watchers = new Set<Moved>()
  readonly #client: Client
  #timer: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(caller: Caller) {
    this.#client = createClient({
      url: `${location.origin.replace(/^http/, 'ws')}/graphql`,
      connectionParams: () => caller.credentials(),
      shouldRetry: () => true,
      retryAttempts: Number.POSITIVE_INFINITY,
      retryWait: (tries) => new Promise((after) => setTimeout(after, Math.min(500 * 2 ** tries, 15_000))),
      on: {
        connected: () => this.#set('live'),
        closed: (event) => {
          this.#set('away')
          const { code, reason } = event as CloseEvent
          if (code === FORBIDDEN && reason === ENDED) caller.ended()
          else if (code === FORBIDDEN && reason !== EXPIRED) void caller.look()
        },
      },
    })
    this.#listen()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    Promise.resolve(this.#client.dispose()).catch(() => undefined) // while it was just opening again
  }

  /** Calls back when a log of the county has moved. */
  onMove(moved: Moved): () => void {
    this.#movers.add(moved)
    return () => this.#movers.delete(moved)
  }

  onState(changed: Moved): () => void {
    this.#watchers.add(changed)
    return () => this.#watchers.delete(changed)
  }

  #listen(): void {
    const ended = () => {
      this.#set('away')
      if (!this.#closed) this.#timer = setTimeout(() => this.#listen(), AGAIN)
    }
    const payload = { documentId: positions, query: '', variables: {} }
    this.#client.subscribe(payload, { next: () => this.#moved(), error: ended, complete: ended })
  }

  #moved(): void {
    for (const moved of this.#movers) moved()
  }

  #set(state: LiveState): void {
    if (state === this.state) return
    const missed = state === 'live' && this.state === 'away'
    this.state = state
    for (const changed of this.#watchers) changed()
    if (missed) this.#moved() // whatever moved while the socket was away
  }
}
