// What the records are called that wait: read from their service, by id, where the viewer's office may read them.
import { useEffect, useRef, useState } from 'preact/hooks'
import { subjectField } from '../../forms/about.ts'
import { one, rowText, type Row } from '../../forms/records.ts'
import { openApi } from '../../forms/schema.ts'
import type { WorkItem } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { WORK } from '../../words/desk.ts'
import { recordPath, type RecordPath } from './record_path.ts'

const AT_ONCE = 6

interface Subjects {
  /** What an item's record is called, as far as it is known by now; said when the viewer's office does not see such records. */
  subject: (item: WorkItem) => string
  /** Resolves when the names of these items have been asked for. */
  load: (items: WorkItem[]) => Promise<void>
}

export function useSubjects(shown: WorkItem[]): Subjects {
  const { caller, viewer } = useSignedIn()
  const { t, language } = useSpeech()
  const rows = useRef(new Map<string, Row | 'hidden' | null>())
  const [, drawn] = useState(0)
  const read = async (item: WorkItem): Promise<Row | 'hidden' | null> => {
    const place = recordPath(item.command) ?? (await recordOfNew(item.command))
    if (!place) return null
    const offices = (await openApi(place.service)).paths[place.template]?.get?.['x-offices']
    if (offices && !offices.includes(viewer.office.id)) return 'hidden'
    return one(caller, place.service, `${place.list}/${item.subject}`)
  }
  const load = async (items: WorkItem[]) => {
    const left = items.filter((item) => !rows.current.has(item.id))
    const worker = async () => {
      for (let item = left.shift(); item; item = left.shift()) {
        rows.current.set(item.id, await read(item).catch(() => null)) // the list is usable without the names
        drawn((count) => count + 1)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  }
  useEffect(() => void load(shown), [shown.map((item) => item.id).join()])
  const subject = (item: WorkItem): string => {
    const row = rows.current.get(item.id)
    return row === 'hidden' ? t(WORK.hidden) : row ? rowText(row, language) : ''
  }
  return { subject, load }
}

/** Where the record is read that a new one is made for: the field that holds it says from which list it is. */
async function recordOfNew(command: string | null): Promise<RecordPath | null> {
  const [, service, path] = /^(\w+):(\/[^{]+)$/.exec(command ?? '') ?? []
  if (!service || !path) return null
  const api = await openApi(service)
  const schema = api.paths[path]?.post?.requestBody?.content['application/json']?.schema ?? {}
  const source = subjectField(api, { service, record: null, schema })?.source
  const list = source?.path.split('?')[0] ?? ''
  const template = Object.keys(api.paths).find((each) => each.startsWith(`${list}/{`) && each.endsWith('}'))
  return source && template ? { service: source.service, list, template } : null
}
