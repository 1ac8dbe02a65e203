// What the records are called that wait for the viewer's own office: read from their service, by id.
import { useEffect, useState } from 'preact/hooks'
import { one, rowText } from '../../forms/records.ts'
import type { WorkItem } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import type { Row } from '../../forms/records.ts'
import { useSignedIn } from '../../session/signed_in.tsx'

/** A work item's id → what its record is called; items whose record cannot be read are missing. */
export function useSubjects(items: WorkItem[]): (item: WorkItem) => string {
  const { session, viewer } = useSignedIn()
  const { language } = useSpeech()
  const [rows, setRows] = useState<Record<string, Row>>({})
  useEffect(() => {
    let gone = false
    for (const item of items.filter((each) => each.office === viewer.office.id && !rows[each.id])) {
      const path = recordPath(item)
      if (!path) continue
      void one(session, path.service, path.path)
        .then((row) => row && !gone && setRows((before) => ({ ...before, [item.id]: row })))
        .catch(() => undefined) // the list is usable without the names
    }
    return () => {
      gone = true
    }
  }, [items.map((item) => item.id).join()])
  return (item) => {
    const row = rows[item.id]
    return row ? rowText(row, language) : ''
  }
}

/** "<service>:/aid/{aid}/approve" → where the record of that command is read. */
function recordPath(item: WorkItem): { service: string; path: string } | null {
  const [, service, list] = /^(\w+):(\/[^{]*)\/\{/.exec(item.command ?? '') ?? []
  return service && list ? { service, path: `${list}/${item.subject}` } : null
}
