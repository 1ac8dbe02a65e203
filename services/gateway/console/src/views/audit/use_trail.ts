// The entries shown: as many as the address says, so that going back from one of them finds the same list.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import audit from '../../documents/audit.graphql'
import type { Entry, Page } from '../../graph/types.ts'
import { everything, MOST_ROWS, type Everything } from '../../lists/everything.ts'
import { useSignedIn } from '../../session/signed_in.tsx'
import type { AuditFilter } from './filter.ts'

export const FIRST = 20

interface Trail {
  found: Everything<Entry> | null
  error: Error | null
  loading: boolean
  again: () => void
  /** All that match, up to the bound. */
  all: (told: (count: number) => void) => Promise<Everything<Entry>>
  /** Puts them onto the page. */
  show: (found: Everything<Entry>) => void
}

interface State {
  /** The filter that `found` answers; while another is asked for, the old answer stays on the page. */
  of: string
  found: Everything<Entry> | null
  error: Error | null
  loading: boolean
}

/** How many entries an address asks for. */
export const shownIn = (text: string | undefined): number => Math.min(Math.max(Number.parseInt(text ?? '') || FIRST, FIRST), MOST_ROWS)

export function useTrail(filter: AuditFilter, shown: number): Trail {
  const { ask } = useSignedIn()
  const key = JSON.stringify(filter)
  const [state, setState] = useState<State>({ of: key, found: null, error: null, loading: true })
  const held = useRef(state)
  held.current = state
  const page = useCallback(
    async (after: string | null, first: number) =>
      (await ask<{ auditTrail: Page<Entry> }>(audit, { filter: JSON.parse(key) as object, after, first })).auditTrail,
    [ask, key],
  )
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let gone = false
    const before = held.current.of === key ? held.current.found : null
    const have = before?.rows.length ?? 0
    if (before && (have >= shown || !before.more)) return undefined
    setState((known) => ({ ...known, error: null, loading: true }))
    everything(page, undefined, shown - have, before?.after ?? null).then(
      (next) => {
        if (gone) return
        setState({ of: key, found: { ...next, rows: [...(before?.rows ?? []), ...next.rows] }, error: null, loading: false })
      },
      (error: unknown) => {
        if (!gone) setState((known) => ({ ...known, error: error as Error, loading: false }))
      },
    )
    return () => {
      gone = true
    }
  }, [key, shown, page, turn])
  return {
    found: state.found,
    error: state.error,
    loading: state.loading,
    again: () => setTurn((count) => count + 1),
    all: (told) => everything(page, told),
    show: (found) => setState({ of: key, found, error: null, loading: false }),
  }
}
