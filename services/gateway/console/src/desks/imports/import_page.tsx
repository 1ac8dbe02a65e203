// Importing a list: choose and upload a file, or follow an import that was begun.
import { useEffect, useState } from 'preact/hooks'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Loading } from '../../lists/wait.tsx'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { DESK } from '../../words/desk.ts'
import { IMPORT } from '../../words/imports.ts'
import type { List } from '../../forms/lists.ts'
import type { OpenApi } from '../../forms/schema.ts'
import { Rows } from '../../views/records/rows.tsx'
import { useRows } from '../../views/records/use_rows.ts'
import '../../style/desk.css'
import '../../style/imports.css'
import { sectionOfTag, SERVICE } from '../membership/declared.ts'
import { useDesks } from '../use_commands.ts'
import { BatchPage } from './batch_page.tsx'
import { kindOf, kindsFor } from './kinds.ts'
import { Upload } from './upload.tsx'

export function ImportPage({ kind: id, batch }: { kind: string; batch: string }) {
  const { t } = useSpeech()
  const { viewer } = useSignedIn()
  const desk = useDesks([SERVICE])?.[0]
  const kinds = kindsFor(desk?.api, viewer.office.id)
  const [chosen, choose] = useState(id)
  const kind = kindOf(chosen) ?? kinds[0]
  const section = sectionOfTag('roster')
  useEffect(() => {
    document.title = t(IMPORT.title)
  }, [t])
  if (batch && kind && desk?.api) return <BatchPage key={batch} kind={kind} id={batch} api={desk.api} />
  const earlier = desk?.lists.find(({ path }) => path === kind?.path)
  return (
    <>
      <p class="trail"><Link to={`/desk/membership/${section.id}`}>← {t(section.words)}</Link></p>
      <h1>{t(IMPORT.title)}</h1>
      <p class="lead">{t(IMPORT.lead)}</p>
      {!desk && <Loading />}
      {desk && !kinds.length && <Empty what={t(IMPORT.notYours)} next={t(DESK.back)} to="/desk" />}
      {kinds.length > 1 && (
        <div class="tabs" role="group" aria-label={t(IMPORT.kind)}>
          {kinds.map((each) => <button key={each.id} type="button" aria-pressed={each === kind} onClick={() => choose(each.id)}>{t(each.words)}</button>)}
        </div>
      )}
      {kind && desk?.api && kinds.length > 0 && <Upload key={kind.id} kind={kind} api={desk.api} />}
      {earlier && desk?.api && <Earlier key={earlier.path} list={earlier} api={desk.api} />}
    </>
  )
}

const NOTHING = {}
const FIRST = 10

function Earlier({ list, api }: { list: List; api: OpenApi }) {
  const { t } = useSpeech()
  const source = useRows(list.service, list.path, '', NOTHING, FIRST)
  return (
    <section class="card">
      <h2>{t(IMPORT.earlier)}</h2>
      <Rows list={list} api={api} caption={t(IMPORT.earlier)} source={source} chosen={['rows', 'good', 'wrong', 'made', 'due_on']} bare />
    </section>
  )
}
