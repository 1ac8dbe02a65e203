// Loads parts of the page ahead, while nobody waits for anything; those who save data are spared it.
import type { Lazy } from './lazily.tsx'

type Connection = Navigator & { connection?: { saveData?: boolean } }

const SETTLED = 1500 // ms after which a browser without idle callbacks is taken to be idle

/** One part after the other, in the given order; answers how to stop. */
export function ahead(parts: Pick<Lazy<never>, 'prefetch'>[]): () => void {
  if ((navigator as Connection).connection?.saveData) return () => undefined
  let stopped = false
  const load = async () => {
    for (const part of parts) {
      if (stopped) return
      await part.prefetch().catch(() => undefined) // whoever goes there is told
    }
  }
  const idle = 'requestIdleCallback' in globalThis // not in every browser
  const soon = idle ? requestIdleCallback(() => void load()) : Number(setTimeout(() => void load(), SETTLED))
  return () => {
    stopped = true
    if (idle) cancelIdleCallback(soon)
    else clearTimeout(soon)
  }
}
