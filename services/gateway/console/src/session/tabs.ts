// The other tabs of this browser: told when a session ends, and asked to wait while tokens are renewed.

const CHANNEL = 'gonghui.session'
const LOCK = 'gonghui.renew'
const OPEN = 'gonghui.tab' // held by every open tab, side by side
const ANSWERED = 1_000 // ms in which the other tabs say what they know; a frozen one says nothing

type Message = { kind: 'ended' } | { kind: 'renewed'; was: string; user: string } | { kind: 'asked'; was: string } | { kind: 'unknown' }

interface Heard {
  ended: () => void
  renewed: (was: string, user: string) => Promise<void>
  /** What came instead of this refresh token, if this tab knows. */
  asked: (was: string) => Promise<string | null>
}

export class Tabs {
  readonly #channel = new BroadcastChannel(CHANNEL)
  #answered: (() => void) | null = null

  constructor(heard: Heard) {
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.kind === 'ended') heard.ended()
      else if (data.kind === 'renewed') void heard.renewed(data.was, data.user).then(() => this.#answered?.())
      else if (data.kind === 'asked') void this.#answer(data.was, heard)
      else this.#answered?.()
    }
    void navigator.locks.request(OPEN, { mode: 'shared' }, () => new Promise(() => undefined)) // until the tab closes
  }

  tellEnded(): void {
    this.#tell({ kind: 'ended' })
  }

  /** `was` is the refresh token that counts no longer, `user` what came instead. */
  tellRenewed(was: string, user: string): void {
    this.#tell({ kind: 'renewed', was, user })
  }

  /** Does a work while no other tab does it: a duplicated tab has the same refresh token, which counts once. */
  oneAtATime<T>(work: () => Promise<T>): Promise<T> {
    return navigator.locks.request(LOCK, work)
  }

  /** Lets every other tab say what came instead of a refresh token; what they know is heard (`renewed`) when this ends. */
  async ask(was: string): Promise<void> {
    const { held } = await navigator.locks.query()
    let others = (held ?? []).filter((lock) => lock.name === OPEN).length - 1
    if (others < 1) return
    await new Promise<void>((after) => {
      this.#answered = () => {
        others -= 1
        if (others < 1) after()
      }
      setTimeout(after, ANSWERED)
      this.#tell({ kind: 'asked', was })
    })
    this.#answered = null
  }

  async #answer(was: string, heard: Heard): Promise<void> {
    const user = await heard.asked(was)
    this.#tell(user === null ? { kind: 'unknown' } : { kind: 'renewed', was, user })
  }

  #tell(message: Message): void {
    this.#channel.postMessage(message)
  }
}
