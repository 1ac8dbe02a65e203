// A form's state: what is filled in, what is wrong, and its way to the service; unsent forms are kept.
import { useState } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { today } from '../show/day.ts'
import { FORM, CHECK } from '../words/desk.ts'
import { check } from './check.ts'
import type { Command } from './commands.ts'
import { forget, keep, type Draft } from './drafts.ts'
import type { Field } from './fields.ts'
import { uuid7 } from './ids.ts'
import { byField, detail, type Problem } from './problem.ts'
import { one, type Row } from './records.ts'
import { send, type Done, type Sending } from './send.ts'
import { blank, body, type Values } from './values.ts'

export type Stage = { at: 'filling' } | { at: 'sending' } | { at: 'away'; sending: Sending; code: string | null } | { at: 'done'; done: Done }

export interface Form {
  values: Values
  row: Row | null
  stage: Stage
  wrongs: Record<string, string>
  /** What is wrong with the form as a whole. */
  whole: string | null
  setValues: (values: Values) => void
  setRow: (row: Row | null) => void
  /** Something is filled in that was neither sent nor kept. */
  unsaved: boolean
  submit: () => Promise<void>
  again: () => Promise<void>
  restart: () => void
}

const RECORD = '/record'

export function useForm(command: Command, fields: Field[], draft: Draft | null, given: Record<string, string>, before: () => Promise<void>): Form {
  const { caller, viewer } = useSignedIn()
  const { t, language } = useSpeech()
  const [values, setValues] = useState<Values>(() => draft?.values ?? blank(fields, today(), given))
  const [untouched, setUntouched] = useState(values)
  const [row, setRow] = useState<Row | null>(null)
  const [stage, setStage] = useState<Stage>(draft ? { at: 'away', sending: draft.sending, code: null } : { at: 'filling' })
  const [wrongs, setWrongs] = useState<Record<string, string>>({})
  const [whole, setWhole] = useState<string | null>(null)
  const [ids, setIds] = useState(() => ({ key: uuid7(), record: uuid7() }))

  const deliver = async (sending: Sending) => {
    setStage({ at: 'sending' })
    const answer = await send(caller, sending)
    if (answer.kind === 'away') {
      const { service, id, words } = command
      keep(viewer.subject, { service, command: id, words, record: row?.id ?? null, values, sending, at: new Date().toISOString() })
      setStage({ at: 'away', sending, code: answer.problem?.code ?? null })
      return
    }
    forget(viewer.subject, sending.key)
    if (answer.kind === 'refused') return refused(answer.problem)
    setStage({ at: 'done', done: answer.done })
  }
  const refused = async (problem: Problem) => {
    setStage({ at: 'filling' })
    setWrongs(byField(problem, language))
    setWhole(detail(problem, language))
    if (problem.status === 412 && row && command.one) {
      setRow(await one(caller, command.service, command.one.replace('{id}', row.id)))
      setWhole(t(FORM.stale))
    }
  }
  const submit = async () => {
    const found = check(fields, values, today())
    const said = Object.fromEntries(Object.entries(found).map(([at, wrong]) => [at, t(wrong.phrase, wrong.values)]))
    if (command.record && !row) said[RECORD] = t(CHECK.choose)
    setWrongs(said)
    setWhole(null)
    if (Object.keys(said).length) return
    await before()
    await deliver({
      url: `/api/${command.service}${command.record ? command.path.replace(`{${command.record}}`, row?.id ?? '') : command.path}`,
      key: ids.key,
      body: { ...(command.creates ? { id: ids.record } : {}), ...body(fields, values) },
      revision: command.creates ? null : (row?.revision ?? null),
    })
  }
  const again = async () => {
    if (stage.at === 'away') await deliver(stage.sending)
  }
  const restart = () => {
    if (stage.at === 'away') forget(viewer.subject, stage.sending.key)
    setIds({ key: uuid7(), record: uuid7() })
    const empty = blank(fields, today())
    setValues(empty)
    setUntouched(empty)
    setRow(null)
    setWrongs({})
    setWhole(null)
    setStage({ at: 'filling' })
  }
  const unsaved = (stage.at === 'filling' || stage.at === 'sending') && JSON.stringify(values) !== JSON.stringify(untouched)
  return { unsaved, values, row, stage, wrongs, whole, setValues, setRow, submit, again, restart }
}
