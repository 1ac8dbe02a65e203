// RFC 6962 inclusion proofs over SHA-256, as the logs build them. Pure but for crypto.subtle.
const LEAF = 0x00
const NODE = 0x01

export const fromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

export const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

async function sha256(...parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all))
}

/** A moment as the leaf covers it: UTC with exactly six decimals and Z. */
export function sealed(moment: string): string {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:Z|\+00:00)$/.exec(moment)
  if (!found) throw new Error(`not a UTC moment: ${moment}`)
  return `${found[1]}.${(found[2] ?? '').padEnd(6, '0')}Z`
}

/** SHA-256(0x00 || sequenced_at || 0x0A || event), in hex. */
export async function leafOf(sequencedAt: string, event: string): Promise<string> {
  const text = new TextEncoder()
  return toHex(await sha256(Uint8Array.of(LEAF), text.encode(`${sealed(sequencedAt)}\n`), text.encode(event)))
}

/** The root that a leaf leads to (RFC 9162 §2.1.3.2); null when the path does not fit position and size. */
export async function rootOf(leaf: string, position: bigint, size: bigint, path: string[]): Promise<string | null> {
  if (position < 1n || position > size) return null
  let index = position - 1n
  let last = size - 1n
  let node = fromHex(leaf)
  for (const step of path) {
    if (last === 0n) return null
    const beside = fromHex(step)
    if (index % 2n === 1n || index === last) {
      node = await sha256(Uint8Array.of(NODE), beside, node)
      while (index % 2n === 0n && index !== 0n) {
        index /= 2n
        last /= 2n
      }
    } else {
      node = await sha256(Uint8Array.of(NODE), node, beside)
    }
    index /= 2n
    last /= 2n
  }
  return last === 0n ? toHex(node) : null
}
