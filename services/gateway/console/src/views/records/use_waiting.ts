// Which of some lists hold a record: what its commands act on where not every record will do (transfers waiting).
import { useEffect, useState } from 'preact/hooks'
import { rows, type Row } from '../../forms/records.ts'
import { useSignedIn } from '../../session/signed_in.tsx'

const TAIL = 4 // characters of a label that lists are searched by

export function useWaiting(service: string, row: Row | null, lists: string[]): string[] {
  const { caller } = useSignedIn()
  const [held, setHeld] = useState<string[]>([])
  useEffect(() => {
    if (!row) return undefined
    let gone = false
    const asked = lists.map(async (list) => {
      const found = await rows(caller, service, list, row.label?.slice(-TAIL) ?? '').catch(() => null)
      return found?.rows.some(({ id }) => id === row.id) ? [list] : []
    })
    void Promise.all(asked).then((each) => !gone && setHeld(each.flat()))
    return () => {
      gone = true
    }
  }, [caller, service, row, lists.join()])
  return held
}
