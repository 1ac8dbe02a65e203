// Choosing a file, by button or by dropping it, with what holds for all of its rows; then it is sent to be checked.
import { useMemo, useRef, useState } from 'preact/hooks'
import { check } from '../../forms/check.ts'
import { FieldRow } from '../../forms/field_row.tsx'
import { fieldsOf } from '../../forms/fields.ts'
import { uuid7 } from '../../forms/ids.ts'
import { byField, detail } from '../../forms/problem.ts'
import type { OpenApi } from '../../forms/schema.ts'
import { post, problemOf, type Done } from '../../forms/send.ts'
import { blank, body, BUSINESS_DAY, type Values } from '../../forms/values.ts'
import { useSpeech } from '../../language/language.tsx'
import { useRoute } from '../../route/router.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { today } from '../../show/day.ts'
import { IMPORT } from '../../words/imports.ts'
import { base64, fileSize } from './file.ts'
import type { Kind } from './kinds.ts'
import { Template } from './template.tsx'

const MOST_BYTES = 20 * 1024 * 1024
/** What the file itself tells, or what is made here. */
const NOT_ASKED = new Set(['id', 'content', 'sheet', 'header_row', 'columns'])

export function Upload({ kind, api }: { kind: Kind; api: OpenApi }) {
  const { t, language, locale } = useSpeech()
  const { caller } = useSignedIn()
  const { go } = useRoute()
  const fields = useMemo(() => {
    const schema = api.paths[kind.path]?.post?.requestBody?.content['application/json']?.schema ?? {}
    return fieldsOf('membership', api, schema).filter(({ name }) => !NOT_ASKED.has(name))
  }, [api, kind])
  const [values, setValues] = useState<Values>(() => ({ ...blank(fields, today()), ...(fields.some(({ name }) => name === BUSINESS_DAY) ? { [BUSINESS_DAY]: '' } : {}) }))
  const [file, setFile] = useState<File | null>(null)
  const [wrongs, setWrongs] = useState<Record<string, string>>({})
  const [whole, setWhole] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const key = useRef({ key: uuid7(), id: uuid7() })

  const take = (chosen: File | undefined) => {
    if (!chosen) return
    key.current = { key: uuid7(), id: uuid7() } // another file is another import
    setFile(chosen)
    setWhole(chosen.size > MOST_BYTES ? t(IMPORT.tooLarge) : null)
  }
  const send = async () => {
    const found = check(fields, values, today())
    setWrongs(Object.fromEntries(Object.entries(found).map(([at, wrong]) => [at, t(wrong.phrase, wrong.values)])))
    if (!file) return setWhole(t(IMPORT.noFile))
    if (Object.keys(found).length || file.size > MOST_BYTES) return undefined
    setSending(true)
    setWhole(null)
    try {
      const sent = { ...body(fields, values), id: key.current.id, content: await base64(file) }
      const answer = await post(caller, { url: `/api/membership${kind.path}`, key: key.current.key, body: sent, revision: null })
      if (answer.ok) return go(`/desk/membership/import/${kind.id}/${((await answer.json()) as Done).id}`)
      const problem = await problemOf(answer)
      setWrongs(byField(problem, language))
      setWhole(detail(problem, language))
      key.current = { key: uuid7(), id: uuid7() }
    } catch {
      setWhole(t(IMPORT.away))
    } finally {
      setSending(false)
    }
    return undefined
  }
  const union = typeof values.union === 'string' ? values.union : ''
  return (
    <form class="card form" noValidate onSubmit={(event) => {
      event.preventDefault()
      void send()
    }}>
      {whole && <p class="failed" role="alert">{whole}</p>}
      <Drop file={file} take={take} said={file ? t(IMPORT.chosen, { name: file.name, size: fileSize(file.size, locale) }) : ''} />
      {fields.length > 0 && (
        <fieldset>
          <legend>{t(IMPORT.forAll)}</legend>
          {fields.map((field) => (
            <FieldRow key={field.name} field={field} pointer={`/${field.name}`} wrongs={wrongs} value={values[field.name] ?? ''}
              onValue={(value) => setValues({ ...values, [field.name]: value })} />
          ))}
        </fieldset>
      )}
      <p class="form-end">
        <button type="submit" class="primary" disabled={sending}>{t(sending ? IMPORT.uploading : IMPORT.upload)}</button>
        <Template kind={kind} api={api} union={union} />
      </p>
    </form>
  )
}

function Drop({ file, take, said }: { file: File | null; take: (file: File | undefined) => void; said: string }) {
  const { t } = useSpeech()
  const [over, setOver] = useState(false)
  return (
    <div class={over ? 'drop drop-over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer?.files[0])
      }}>
      <p id="import-file-name"><strong>{t(IMPORT.file)}</strong></p>
      <p class="hint">{t(IMPORT.drop)}</p>
      <input id="import-file" class="unseen" type="file" accept=".xlsx,.csv" aria-describedby="import-file-name" onChange={(event) => take(event.currentTarget.files?.[0])} />
      <label for="import-file" class="button">{t(IMPORT.pick)}</label>
      <p role="status">{file ? said : ''}</p>
    </div>
  )
}
