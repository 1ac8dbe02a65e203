// C2SP signed notes: what a checkpoint says. Pure.
import { toHex } from './merkle.ts'

export interface Note {
  origin: string
  size: string
  root: string
}

/** Origin, size and root (hex) of a checkpoint; null when it is not one. */
export function readNote(text: string): Note | null {
  const [origin, size, root] = text.split('\n')
  if (!origin || !size || !root || !/^\d+$/.test(size)) return null
  try {
    return { origin, size, root: toHex(Uint8Array.from(atob(root), (char) => char.charCodeAt(0))) }
  } catch {
    return null
  }
}
