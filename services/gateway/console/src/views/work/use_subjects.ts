// What the records are called that wait: read from their service, by id, where the viewer's office may read them.
import { useEffect, useState } from 'preact/hooks'
import { one, rowText } from '../../forms/records.ts'
import { openApi } from '../../forms/schema.ts'
import type { WorkItem } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import type { Row } from '../../forms/records.ts'
import { useSignedIn } from '../../session/signed_in.tsx'
import { WORK } from '../../words/desk.ts'
import { recordPath } from './record_path.ts'

/** A work item → what its record is called; said when the viewer's office does not see such records. */
export function useSubjects(items: WorkItem[]): (item: WorkItem) => string {
  const { caller, viewer } = useSignedIn()
  const { t, language } = useSpeech()
  const [rows, setRows] = useState<Record<string, Row | 'hidden'>>({})
  useEffect(() => {
    let gone = false
    const read = async (item: WorkItem): Promise<Row | 'hidden' | null> => {
      const place = recordPath(item.command)
      if (!place) return null
      const offices = (await openApi(place.service)).paths[place.template]?.get?.['x-offices']
      if (offices && !offices.includes(viewer.office.id)) return 'hidden'
      return one(caller, place.service, `${place.list}/${item.subject}`)
    }
    for (const item of items.filter((each) => !rows[each.id])) {
      void read(item)
        .then((row) => row && !gone && setRows((before) => ({ ...before, [item.id]: row })))
        .catch(() => undefined) // the list is usable without the names
    }
    return () => {
      gone = true
    }
  }, [items.map((item) => item.id).join()])
  return (item) => {
    const row = rows[item.id]
    return row === 'hidden' ? t(WORK.hidden) : row ? rowText(row, language) : ''
  }
}
