// The rows of a list for what is asked: the first page, further ones below it, and all of them for a file.
import { useEffect, useState } from 'preact/hooks'
import { pageOf, type Found, type Row } from '../../forms/records.ts'
import { search } from '../../forms/search.ts'
import { everything, type Everything } from '../../lists/everything.ts'
import { useSignedIn } from '../../session/signed_in.tsx'

const PAUSE = 250 // ms after the last key before the list is asked
const FIRST = 50

export type Asked = Record<string, string>

export interface Source {
  found: Found | null
  error: Error | null
  more: () => void
  again: () => void
  all: (told: (count: number) => void) => Promise<Everything<Row>>
  /** Puts all of them onto the page, for paper. */
  unfold: (told: (count: number) => void) => Promise<void>
}

/** `typed` is searched for, `asked` narrows; a whole ID number is asked for by its end alone. */
export function useRows(service: string, path: string, typed: string, asked: Asked, first = FIRST): Source {
  const { caller } = useSignedIn()
  const [found, setFound] = useState<Found | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const [turn, setTurn] = useState(0)
  const { text, fits } = search(typed)
  const page = async (limit: number, after?: string): Promise<Found> => {
    const answer = await pageOf(caller, service, path, { ...asked, q: text, limit: String(limit), after })
    return fits ? { ...answer, rows: answer.rows.filter((row) => fits(row.label ?? '')) } : answer
  }
  const key = JSON.stringify(asked)
  useEffect(() => {
    let gone = false
    setError(null)
    const timer = setTimeout(() => {
      page(first).then((answer) => !gone && setFound(answer), (failed: Error) => !gone && setError(failed))
    }, found ? PAUSE : 0)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [caller, service, path, typed, key, turn])
  const more = () => {
    if (!found?.next) return
    page(first, found.next).then(
      (next) => setFound((before) => (before === found ? { ...next, rows: [...found.rows, ...next.rows] } : before)),
      setError,
    )
  }
  const all = (told: (count: number) => void) =>
    everything<Row>(async (after, limit) => {
      const { rows, next } = await page(limit, after ?? undefined)
      return { edges: rows.map((node) => ({ cursor: node.id, node })), pageInfo: { hasNextPage: next !== null, endCursor: next } }
    }, told)
  const unfold = async (told: (count: number) => void) => {
    if (found?.next) setFound({ rows: (await all(told)).rows, next: null })
  }
  return { found, error, more, unfold, again: () => setTurn((count) => count + 1), all }
}
