// One record: what it is, masked; what the office may do with it; personal data in full on request, recorded first.
import { useCallback, useEffect, useState } from 'preact/hooks'
import { useDesks } from '../../desks/use_commands.ts'
import { fits, waitsIn, type Command } from '../../forms/commands.ts'
import { one, rowText, type Row } from '../../forms/records.ts'
import { commandAddress } from '../../forms/where.ts'
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
import { Beside } from './beside.tsx'
import { useFacts } from './facts.ts'
import { useWaiting } from './use_waiting.ts'

export function Record({ service, name, id }: { service: string; name: string; id: string }) {
  const { t, language } = useSpeech()
  const { caller, viewer } = useSignedIn()
  const [row, setRow] = useState<Row | null | undefined>(undefined)
  const read = useCallback(() => {
    one(caller, service, `/${name}/${id}`).then(setRow, () => setRow(null))
  }, [caller, service, name, id])
  useEffect(read, [read])
  const fitting = useDesks([service])?.[0]?.commands.filter((command) => command.path.startsWith(`/${name}/{`) && row && fits(command, row)) ?? []
  const held = useWaiting(service, row ?? null, [...new Set(fitting.flatMap((command) => waitsIn(command) ?? []))])
  const commands = fitting.filter((command) => held.includes(waitsIn(command) ?? '') || !waitsIn(command))
  const facts = useFacts(row ?? null)
  const title = row ? rowText({ id: row.id, label: row.label } as Row, language) : t(RECORDS.record)
  useEffect(() => {
    document.title = t(RECORDS.record) // a name, even masked, stays out of the browser's history
  }, [t])
  return (
    <>
      <p class="trail"><Link to={`/records/${service}/${name}`}>← {t(RECORDS.back)}</Link></p>
      <h1>{title}</h1>
      {row === undefined && <Loading />}
      {row === null && <Empty what={t(RECORDS.missing)} next={t(RECORDS.title)} to="/records" />}
      {row && (
        <section class="card">
          <dl class="facts">{facts.map(([fact, value]) => <div key={fact}><dt>{fact}</dt><dd>{value}</dd></div>)}</dl>
          <p class="form-end">
            <RevealControl service={service} list={`/${name}`} row={row} />
            {mayRead(viewer, 'auditTrail') && <Link to={address('/audit', { subject: id })}>{t(AUDIT.same)}</Link>}
          </p>
        </section>
      )}
      {row && <Beside service={service} name={name} id={id} />}
      {row && commands.length > 0 && <Commands commands={commands} id={id} />}
    </>
  )
}

function Commands({ commands, id }: { commands: Command[]; id: string }) {
  const { t, w } = useSpeech()
  return (
    <section class="card desk">
      <h2>{t(RECORDS.commands)}</h2>
      <ul class="list-links">
        {commands.map((command) => (
          <li key={command.id}><Link to={commandAddress(`${command.service}:${command.path}`, id)}>{w(command.words)}</Link></li>
        ))}
      </ul>
    </section>
  )
}
