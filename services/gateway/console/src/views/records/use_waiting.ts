// Which of some lists hold a record: what its commands act on where its own state does not say so (transfers waiting, a next step).
import { useEffect, useState } from 'preact/hooks'
import { listsOf } from '../../forms/lists.ts'
import { pageOf, type Row } from '../../forms/records.ts'
import type { OpenApi } from '../../forms/schema.ts'
import { useSignedIn } from '../../session/signed_in.tsx'

const TAIL = 4 // characters of a label that lists of people are searched by
const MOST = '100'

export function useWaiting(service: string, api: OpenApi, row: Row | null, lists: string[]): string[] {
  const { caller, viewer } = useSignedIn()
  const [held, setHeld] = useState<string[]>([])
  useEffect(() => {
    if (!row) return undefined
    let gone = false
    const known = listsOf(service, api, viewer.office.id)
    const asked = lists.map(async (list) => {
      const narrowed = narrowing(known.find(({ path }) => path === list.split('?')[0])?.filters.map(({ name }) => name) ?? [], row)
      const found = await pageOf(caller, service, list, { ...narrowed, limit: MOST }).catch(() => null)
      return found?.rows.some(({ id }) => id === row.id) ? [list] : []
    })
    void Promise.all(asked).then((each) => !gone && setHeld(each.flat()))
    return () => {
      gone = true
    }
  }, [caller, service, row, lists.join()])
  return held
}

/** By what a record belongs to, where the list can be narrowed by that; else by the end of what it is called. */
function narrowing(filters: string[], row: Row): Record<string, string> {
  const belongs = ['union', 'employer', 'congress', 'session', 'ledger'].filter((name) => filters.includes(name) && typeof row[name] === 'string')
  if (belongs.length) return Object.fromEntries(belongs.map((name) => [name, String(row[name])]))
  return row.label ? { q: row.label.slice(-TAIL) } : {}
}
