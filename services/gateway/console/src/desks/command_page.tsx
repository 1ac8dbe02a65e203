// One command's page, found by its id, or by the path that a work item names.
import { useEffect, useRef } from 'preact/hooks'
import { subjectField } from '../forms/about.ts'
import type { Command } from '../forms/commands.ts'
import { unsent } from '../forms/drafts.ts'
import { CommandForm } from '../forms/form.tsx'
import { useSpeech } from '../language/language.tsx'
import { Empty } from '../lists/empty.tsx'
import { Loading } from '../lists/wait.tsx'
import type { OpenApi } from '../forms/schema.ts'
import { formAddress } from '../forms/where.ts'
import { address } from '../route/address.ts'
import { Link } from '../route/link.tsx'
import { useRoute } from '../route/router.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { DESK } from '../words/desk.ts'
import { serviceWords } from '../words/services.ts'
import { useDesks } from './use_commands.ts'

export function CommandPage({ service, id }: { service: string; id?: string }) {
  const { t, w } = useSpeech()
  const { viewer } = useSignedIn()
  const { params } = useRoute()
  const record = useRef(params.record) // stays when a handled record leaves the address; another one begins a new form
  if (params.record) record.current = params.record
  const desk = useDesks([service])?.[0]
  const command = desk?.commands.find((each) => (id ? each.id === id : each.path === params.path))
  const title = command ? w(command.words) : t(DESK.title)
  useEffect(() => {
    document.title = title
  }, [title])
  const drafts = unsent(viewer.subject)
  const draft = drafts.find((each) => each.sending.key === params.draft) ?? null
  const kept = command && !draft && drafts.find((each) => each.service === service && each.command === command.id)
  return (
    <>
      <p class="trail"><Link to="/desk">← {t(DESK.back)}</Link></p>
      <h1>{title}</h1>
      {!desk && <Loading />}
      {desk && !desk.api && <Empty what={t(DESK.missing, { service: t(serviceWords(service)) })} next={t(DESK.back)} to="/desk" />}
      {desk?.api && !command && <Empty what={t(DESK.notYours)} next={t(DESK.back)} to="/desk" />}
      {desk?.api && command && (
        <>
          <p class="lead">{t(serviceWords(service))} · {w(command.group)}</p>
          {kept && <p><Link to={address(formAddress(service, command.id), { draft: kept.sending.key })}>{t(DESK.unsentHere)}</Link></p>}
          <CommandForm key={`${command.id} ${params.draft ?? ''} ${record.current ?? ''}`} command={command} api={desk.api} draft={draft}
            given={given(desk.api, command, params)} fromWork={!id} />
        </>
      )}
    </>
  )
}

/** A work item names its record; where the command makes something new for it, a field holds it. */
function given(api: OpenApi, command: Command, params: Record<string, string>): Record<string, string> {
  const field = params.record ? subjectField(api, command) : null
  return field && params.record ? { ...params, [field.name]: params.record } : params
}
