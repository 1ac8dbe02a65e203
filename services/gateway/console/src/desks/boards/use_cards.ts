// All rows of a board's list, up to a bound; read again when the county's logs have moved.
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { List } from '../../forms/lists.ts'
import { pageOf, type Row } from '../../forms/records.ts'
import { useLive } from '../../graph/use_live.ts'
import { everything, type Everything } from '../../lists/everything.ts'
import { useSignedIn } from '../../session/signed_in.tsx'

/** A board of more is no board. */
export const MOST_CARDS = 500

interface Cards {
  rows: Row[] | null
  /** There are more than are shown. */
  more: boolean
  error: Error | null
  again: () => void
}

export function useCards({ service, path }: List): Cards {
  const { caller } = useSignedIn()
  const [found, setFound] = useState<Everything<Row> | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const again = useCallback(() => {
    setError(null)
    everything<Row>(async (after, limit) => {
      const { rows, next } = await pageOf(caller, service, path, { limit: String(limit), after: after ?? undefined })
      return { edges: rows.map((node) => ({ cursor: node.id, node })), pageInfo: { hasNextPage: next !== null, endCursor: next } }
    }, undefined, MOST_CARDS).then(setFound, setError)
  }, [caller, service, path])
  useEffect(again, [again])
  useLive(again)
  return { rows: found?.rows ?? null, more: found?.more ?? false, error, again }
}
