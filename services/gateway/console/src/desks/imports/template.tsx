// An empty sheet to fill in for a union, where the kind of list has one.
import { useState } from 'preact/hooks'
import type { OpenApi } from '../../forms/schema.ts'
import { useSpeech } from '../../language/language.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { IMPORT } from '../../words/imports.ts'
import { fetched } from './file.ts'
import type { Kind } from './kinds.ts'

export function Template({ kind, api, union }: { kind: Kind; api: OpenApi; union: string }) {
  const { t } = useSpeech()
  const { caller } = useSignedIn()
  const [failed, setFailed] = useState(false)
  if (!Object.keys(api.paths).some((path) => path.startsWith(`${kind.path}/template/`))) return null
  if (!union) return <span class="hint">{t(IMPORT.templateHint)}</span>
  const download = () => {
    setFailed(false)
    fetched(caller, `/api/membership${kind.path}/template/${union}`, `${t(kind.words)}.xlsx`).catch(() => setFailed(true))
  }
  return (
    <>
      <button type="button" onClick={download}>{t(IMPORT.template)}</button>
      {failed && <span role="alert">{t(IMPORT.failedFile)}</span>}
    </>
  )
}
