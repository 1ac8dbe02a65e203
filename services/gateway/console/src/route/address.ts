// Addresses inside the console: every view's state is in its URL, so that any view can be shared. Pure.
export type Params = Record<string, string | undefined>

export interface Address {
  path: string
  params: Record<string, string>
}

export function address(path: string, params: Params = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) if (value) search.set(name, value)
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

export const parse = (path: string, search: string): Address => ({
  path,
  params: Object.fromEntries(new URLSearchParams(search)),
})

/** Matches "/township/:code" against a path; the named parts, or null. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const parts = path.split('/')
  if (wanted.length !== parts.length) return null
  const found: Record<string, string> = {}
  for (const [index, piece] of wanted.entries()) {
    const part = parts[index] ?? ''
    if (piece.startsWith(':')) found[piece.slice(1)] = decodeURIComponent(part)
    else if (piece !== part) return null
  }
  return found
}
