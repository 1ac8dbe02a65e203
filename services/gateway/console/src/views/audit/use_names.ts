// What the records are called that events are about: masked, read from their services as the viewer may see them.
import { useEffect, useRef, useState } from 'preact/hooks'
import { mayReadOne } from '../../forms/lists.ts'
import { numberEnd, one, rowText } from '../../forms/records.ts'
import { openApi, type OpenApi } from '../../forms/schema.ts'
import type { Entry } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { AUDIT } from '../../words/audit.ts'
import { accountOf } from './access.ts'
import { recordOf, type RecordAt } from './subject.ts'

const AT_ONCE = 6
/** More names than these are not fetched one by one: the organisation and the number stand alone. */
const MOST_NAMES = 1000

const NOTHING: OpenApi = { paths: {} }

type Row = Awaited<ReturnType<typeof one>>

interface Names {
  /** What the entry is about, as far as it is known by now. */
  about: (entry: Entry) => string
  /** The console's address of what it is about, once that could be read. */
  readAt: (entry: Entry) => string | null
  /** Resolves when the names of these entries have been asked for. */
  load: (entries: Entry[]) => Promise<void>
}

export function useNames(shown: Entry[]): Names {
  const { caller, viewer } = useSignedIn()
  const { t, language } = useSpeech()
  const rows = useRef(new Map<string, Row>())
  const [, drawn] = useState(0)
  const mayRead = async ({ service, list }: RecordAt) =>
    mayReadOne(await openApi(service).catch(() => NOTHING), list, viewer.office.id)
  const load = async (entries: Entry[]) => {
    const wanted = new Map<string, RecordAt>()
    for (const record of entries.map(recordOf)) {
      if (record && !rows.current.has(record.id) && wanted.size < MOST_NAMES && (await mayRead(record))) wanted.set(record.id, record)
    }
    const left = [...wanted.values()]
    const worker = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        const { service, list, id } = next
        rows.current.set(id, await one(caller, service, `${list}/${id}`).catch(() => null)) // readable without the names
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    if (wanted.size) drawn((count) => count + 1)
  }
  useEffect(() => void load(shown), [shown.map((entry) => entry.id).join()])
  const known = (entry: Entry) => {
    const record = recordOf(entry)
    return record && rows.current.get(record.id) ? record : null
  }
  const about = (entry: Entry): string => {
    const row = rows.current.get(known(entry)?.id ?? '')
    if (row) return rowText(row, language)
    const number = entry.subject ? t(AUDIT.number, { end: numberEnd(entry.subject) }) : ''
    return accountOf(entry) ?? entry.organisationName ?? number
  }
  const readAt = (entry: Entry): string | null => {
    const record = known(entry)
    return record && `/records/${record.service}${record.list}/${record.id}`
  }
  return { about, readAt, load }
}
