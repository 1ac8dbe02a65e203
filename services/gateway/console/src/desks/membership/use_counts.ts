// How many records some lists hold, as far as one page tells: "12", or "100+" where there are more.
import { useEffect, useState } from 'preact/hooks'
import type { List } from '../../forms/lists.ts'
import { pageOf } from '../../forms/records.ts'
import { useSignedIn } from '../../session/signed_in.tsx'

const MOST = 100

/** By the list's path; what has not come, or cannot be read, has no count. */
export function useCounts(lists: List[]): Record<string, string> {
  const { caller } = useSignedIn()
  const [counts, setCounts] = useState<Record<string, string>>({})
  useEffect(() => {
    let gone = false
    for (const { service, path } of lists) {
      pageOf(caller, service, path, { limit: String(MOST) }).then(
        ({ rows, next }) => !gone && setCounts((before) => ({ ...before, [path]: `${rows.length}${next ? '+' : ''}` })),
        () => undefined, // the list itself says why
      )
    }
    return () => {
      gone = true
    }
  }, [caller, lists.map(({ path }) => path).join()])
  return counts
}
