// The other tabs of this browser: told when a session ends, and asked to wait while tokens are renewed.

const CHANNEL = 'gonghui.session'
const LOCK = 'gonghui.renew'
const HEARD = 100 // ms in which a tab hears what the one before it in the queue has told

type Message = { kind: 'ended' } | { kind: 'renewed'; was: string; user: string }

interface Heard {
  ended: () => void
  renewed: (was: string, user: string) => void
}

export class Tabs {
  readonly #channel = new BroadcastChannel(CHANNEL)

  constructor(heard: Heard) {
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.kind === 'ended') heard.ended()
      else heard.renewed(data.was, data.user)
    }
  }

  tellEnded(): void {
    this.#tell({ kind: 'ended' })
  }

  /** `was` is the refresh token that counts no longer, `user` what came instead. */
  tellRenewed(was: string, user: string): void {
    this.#tell({ kind: 'renewed', was, user })
  }

  /** Does a work while no other tab does it: a duplicated tab has the same refresh token, which counts once. */
  async oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    const free = await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => (lock ? { done: await work() } : null))
    if (free) return free.done
    return navigator.locks.request(LOCK, async () => {
      await new Promise((after) => setTimeout(after, HEARD))
      return work()
    })
  }

  #tell(message: Message): void {
    this.#channel.postMessage(message)
  }
}
