// One record: what it is, masked; what the office may do with it; what stands beside it; what happened to it.
import { useCallback, useEffect, useState } from 'preact/hooks'
import { sectionOf } from '../../desks/membership/declared.ts'
import { useDesks, type Desk } from '../../desks/use_commands.ts'
import { historyOf } from '../../forms/lists.ts'
import { called, one, type Row } from '../../forms/records.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Loading } from '../../lists/wait.tsx'
import { mayRead } from '../../office/start.ts'
import { RevealControl } from '../../reveal/reveal.tsx'
import { address } from '../../route/address.ts'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { AUDIT } from '../../words/audit.ts'
import { RECORDS } from '../../words/records.ts'
import { Tools } from '../tools.tsx'
import { Beside } from './beside.tsx'
import { Commands } from './commands.tsx'
import { Facts } from './facts.tsx'
import { History } from './history.tsx'
import { Papers } from './papers.tsx'

export function Record({ service, path, id }: { service: string; path: string; id: string }) {
  const { t } = useSpeech()
  const { caller } = useSignedIn()
  const [row, setRow] = useState<Row | null | undefined>(undefined)
  const read = useCallback(() => {
    one(caller, service, `${path}/${id}`).then(setRow, () => setRow(null))
  }, [caller, service, path, id])
  useEffect(read, [read])
  const desk = useDesks([service])?.[0]
  const section = sectionOf(service, desk?.lists.find((list) => list.path === path))
  useEffect(() => {
    document.title = t(RECORDS.record) // a name, even masked, stays out of the browser's history
  }, [t])
  return (
    <>
      <p class="trail">
        {section && <><Link to={`/desk/membership/${section.id}`}>← {t(section.words)}</Link> · </>}
        <Link to={`/records/${service}${path}`}>{section ? '' : '← '}{t(RECORDS.back)}</Link>
      </p>
      <div class="title-row">
        <h1>{row ? called(row) : t(RECORDS.record)}</h1>
        {row && <Tools />}
      </div>
      {(row === undefined || !desk) && row !== null && <Loading />}
      {row === null && <Empty what={t(RECORDS.missing)} next={t(RECORDS.title)} to="/records" />}
      {row && desk?.api && <Whole {...{ service, path, id, row, desk }} api={desk.api} />}
    </>
  )
}

interface Props {
  service: string
  path: string
  id: string
  row: Row
  desk: Desk
  api: NonNullable<Desk['api']>
}

function Whole({ service, path, id, row, desk, api }: Props) {
  const { t } = useSpeech()
  const { viewer } = useSignedIn()
  return (
    <>
      <section class="card">
        <Facts service={service} api={api} path={path} row={row} />
        <p class="form-end">
          <RevealControl service={service} list={path} row={row} />
          {mayRead(viewer, 'auditTrail') && <Link to={address('/audit', { subject: id })}>{t(AUDIT.same)}</Link>}
        </p>
      </section>
      <Papers service={service} api={api} path={path} id={id} />
      <Commands commands={desk.commands} api={api} path={path} row={row} />
      <Beside service={service} api={api} path={path} row={row} />
      {historyOf(api, path, viewer.office.id) && <History service={service} api={api} path={path} id={id} />}
    </>
  )
}
