// People beside a record (a household's family): masked, each in full on request where the office may.
import { useEffect, useState } from 'preact/hooks'
import { besideOf } from '../../forms/lists.ts'
import type { Row } from '../../forms/records.ts'
import { openApi } from '../../forms/schema.ts'
import { useSpeech } from '../../language/language.tsx'
import type { Words } from '../../language/phrase.ts'
import { RevealControl } from '../../reveal/reveal.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'

interface Group {
  list: string
  words: Words
  rows: Row[]
}

export function Beside({ service, name, id }: { service: string; name: string; id: string }) {
  const { w } = useSpeech()
  const { caller, viewer } = useSignedIn()
  const [groups, setGroups] = useState<Group[]>([])
  useEffect(() => {
    let gone = false
    const read = async () => {
      const lists = besideOf(await openApi(service), `/${name}`, id, viewer.office.id)
      const found = await Promise.all(lists.map(async ({ list, words }) => {
        const answer = await caller.fetch(`/api/${service}${list}`)
        return { list, words, rows: answer.ok ? ((await answer.json()) as Row[]) : [] }
      }))
      if (!gone) setGroups(found.filter(({ rows }) => rows.length))
    }
    read().catch(() => undefined) // the record itself stays readable
    return () => {
      gone = true
    }
  }, [service, name, id])
  return (
    <>
      {groups.map(({ list, words, rows }) => (
        <section key={list} class="card">
          <h2>{w(words)}</h2>
          <ul class="beside">
            {rows.map((row) => <li key={row.id}><span>{row.label}</span> <RevealControl service={service} list={list} row={row} /></li>)}
          </ul>
        </section>
      ))}
    </>
  )
}
