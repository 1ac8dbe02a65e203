// What can be done next with an import: confirm it, mend the file, cancel, take it back.
import { useState } from 'preact/hooks'
import { useSpeech } from '../../language/language.tsx'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { whole } from '../../show/number.ts'
import { IMPORT } from '../../words/imports.ts'
import { cancellable, confirmable, undoable, type Batch } from './batch.ts'
import { fetched } from './file.ts'
import type { Kind } from './kinds.ts'

interface Props {
  kind: Kind
  batch: Batch
  sending: boolean
  act: (verb: string, body?: Record<string, unknown>) => Promise<void>
}

const UPLOAD = '/desk/membership/import'

export function Steps({ kind, batch, sending, act }: Props) {
  const { t, locale } = useSpeech()
  const n = (count: number) => whole(count, locale)
  const left = batch.made - batch.undone - batch.kept
  const sure = (question: string, verb: string, body?: Record<string, unknown>) => () => {
    if (confirm(question)) void act(verb, body)
  }
  return (
    <div class="form-end">
      {confirmable(batch) && batch.state === 'stopped' && <Act primary onClick={() => void act('confirm', { good_only: batch.good_only })}>{t(IMPORT.goOn)}</Act>}
      {confirmable(batch) && batch.state === 'checked' && !batch.wrong && <Act primary onClick={() => void act('confirm', { good_only: false })}>{t(IMPORT.confirm, { n: n(batch.good) })}</Act>}
      {batch.state === 'checked' && batch.wrong > 0 && (
        <>
          <Workbook kind={kind} id={batch.id} />
          <Link to={UPLOAD} class="button primary">{t(IMPORT.upload2)}</Link>
          {batch.good > 0 && <Act onClick={sure(t(IMPORT.goodSure, { wrong: n(batch.wrong), good: n(batch.good) }), 'confirm', { good_only: true })}>{t(IMPORT.confirmGood, { n: n(batch.good) })}</Act>}
        </>
      )}
      {batch.state === 'unreadable' && <Link to={UPLOAD} class="button primary">{t(IMPORT.upload2)}</Link>}
      {batch.state === 'done' && kind.id === 'roster' && <Link to="/records/membership/members" class="button primary">{t(IMPORT.toList)}</Link>}
      {(batch.refused > 0 || batch.kept > 0) && batch.state !== 'checked' && <Workbook kind={kind} id={batch.id} />}
      {undoable(batch) && <Act onClick={sure(t(IMPORT.undoSure, { n: n(left) }), 'undo')}>{t(IMPORT.undo)}</Act>}
      {cancellable(batch) && <Act quiet onClick={sure(t(IMPORT.cancelSure), 'cancel')}>{t(IMPORT.cancel)}</Act>}
      {['done', 'undone', 'cancelled'].includes(batch.state) && <Link to={UPLOAD} class="button">{t(IMPORT.another)}</Link>}
      {batch.state === 'checked' && batch.wrong > 0 && <p class="hint">{t(IMPORT.workbookHint)}</p>}
    </div>
  )

  function Act({ primary, quiet, onClick, children }: { primary?: boolean; quiet?: boolean; onClick: () => void; children: string }) {
    return <button type="button" class={primary ? 'primary' : quiet ? 'quiet' : undefined} disabled={sending} onClick={onClick}>{children}</button>
  }
}

function Workbook({ kind, id }: { kind: Kind; id: string }) {
  const { t } = useSpeech()
  const { caller } = useSignedIn()
  const [failed, setFailed] = useState(false)
  const download = () => {
    setFailed(false)
    fetched(caller, `/api/membership${kind.path}/${id}/workbook`, `${t(kind.words)}.xlsx`).catch(() => setFailed(true))
  }
  return (
    <>
      <button type="button" onClick={download}>{t(IMPORT.workbook)}</button>
      {failed && <span role="alert">{t(IMPORT.failedFile)}</span>}
    </>
  )
}
