// What records are called that are known by their ids: each read once, as far as the viewer's office may read it.
import { useEffect, useState } from 'preact/hooks'
import { mayReadOne } from '../../forms/lists.ts'
import { called, one } from '../../forms/records.ts'
import { listOfId } from '../../forms/related.ts'
import type { OpenApi } from '../../forms/schema.ts'
import { useSignedIn } from '../../session/signed_in.tsx'

interface Wanted {
  /** What the id is called where it stands: "to_union". */
  name: string
  id: string
}

/** Null while a record's name has not come, and when it may not be read. */
export function useCalled(service: string, api: OpenApi, wanted: Wanted[]): (id: string) => string | null {
  const { caller, viewer } = useSignedIn()
  const [names, setNames] = useState<Record<string, string>>({})
  const ids = [...new Map(wanted.map((each) => [each.id, each])).values()]
  useEffect(() => {
    let gone = false
    for (const { id, name } of ids.filter((each) => !(each.id in names))) {
      const list = listOfId(api, name)
      if (!list || !mayReadOne(api, list, viewer.office.id)) continue
      void one(caller, service, `${list}/${id}`)
        .then((row) => row && !gone && setNames((before) => ({ ...before, [id]: called(row) })))
        .catch(() => undefined) // the history is readable without the names
    }
    return () => {
      gone = true
    }
  }, [caller, service, ids.map(({ id }) => id).join()])
  return (id) => names[id] ?? null
}
