// What the records are called that events are about: masked, read from their services as the viewer may see them.
import { useEffect, useRef, useState } from 'preact/hooks'
import { one, rowText } from '../../forms/records.ts'
import type { Entry } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { AUDIT } from '../../words/audit.ts'
import { numberEnd, recordOf } from './subject.ts'

const AT_ONCE = 6
/** More names than these are not fetched one by one: the organisation and the number stand alone. */
const MOST_NAMES = 1000

type Row = Awaited<ReturnType<typeof one>>

interface Names {
  /** What the entry is about, as far as it is known by now. */
  about: (entry: Entry) => string
  /** Resolves when the names of these entries have been asked for. */
  load: (entries: Entry[]) => Promise<void>
}

export function useNames(shown: Entry[]): Names {
  const { caller, viewer } = useSignedIn()
  const { t, language } = useSpeech()
  const rows = useRef(new Map<string, Row>())
  const [, drawn] = useState(0)
  const load = async (entries: Entry[]) => {
    const wanted = new Map<string, { service: string; path: string }>()
    for (const entry of entries) {
      const record = recordOf(entry, viewer.office.id)
      if (record && !rows.current.has(record.path) && wanted.size < MOST_NAMES) wanted.set(record.path, record)
    }
    const left = [...wanted.values()]
    const worker = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        const { service, path } = next
        rows.current.set(path, await one(caller, service, path).catch(() => null)) // readable without the names
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    if (wanted.size) drawn((count) => count + 1)
  }
  useEffect(() => void load(shown), [shown.map((entry) => entry.id).join()])
  const about = (entry: Entry): string => {
    const record = recordOf(entry, viewer.office.id)
    const row = record && rows.current.get(record.path)
    if (row) return rowText(row, language)
    const number = entry.subject ? t(AUDIT.number, { end: numberEnd(entry.subject) }) : ''
    return entry.organisationName ?? number
  }
  return { about, load }
}
