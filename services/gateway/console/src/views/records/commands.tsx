// What the office may do with a record in its present state; what puts entries right stands by itself.
import { aboutOf } from '../../forms/about.ts'
import { asksOf, fits, putsRight, type Command } from '../../forms/commands.ts'
import type { Row } from '../../forms/records.ts'
import type { OpenApi } from '../../forms/schema.ts'
import { commandAddress, formAddress } from '../../forms/where.ts'
import { useSpeech } from '../../language/language.tsx'
import { address } from '../../route/address.ts'
import { Link } from '../../route/link.tsx'
import { RECORDS } from '../../words/records.ts'
import { useWaiting } from './use_waiting.ts'

interface Props {
  commands: Command[]
  api: OpenApi
  path: string
  row: Row
}

export function Commands({ commands, api, path, row }: Props) {
  const { t } = useSpeech()
  const fitting = commands.filter((command) => command.record && command.path.startsWith(`${path}/{`) && fits(command, row))
  const held = useWaiting(fitting[0]?.service ?? '', api, row, [...new Set(fitting.flatMap((command) => asksOf(command, row) ?? []))])
  const own = fitting.filter((command) => held.includes(asksOf(command, row) ?? '') || !asksOf(command, row))
  const forth = own.filter((command) => !putsRight(command))
  const right = own.filter(putsRight)
  const about = aboutOf(api, commands, path, row)
  if (!own.length && !about.length) return null
  return (
    <section class="card desk">
      <h2>{t(RECORDS.commands)}</h2>
      <ul class="list-links">
        {forth.map((command) => <Way key={command.id} command={command} to={commandAddress(`${command.service}:${command.path}`, row.id)} />)}
        {about.map(({ command, field }) => (
          <Way key={command.id} command={command} to={address(formAddress(command.service, command.id), { [field]: row.id })} />
        ))}
      </ul>
      {right.length > 0 && (
        <details open={!forth.length && !about.length}>
          <summary>{t(RECORDS.putRight)}</summary>
          <ul class="right-links">
            {right.map((command) => <Way key={command.id} command={command} to={commandAddress(`${command.service}:${command.path}`, row.id)} />)}
          </ul>
        </details>
      )}
    </section>
  )
}

function Way({ command, to }: { command: Command; to: string }) {
  const { w } = useSpeech()
  return <li><Link to={to}>{w(command.words)}</Link></li>
}
