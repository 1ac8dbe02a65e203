// Beside a masked record: the way to see it in full, for offices that may; says first that the look is recorded.
import { useEffect, useState } from 'preact/hooks'
import type { Row } from '../forms/records.ts'
import { openApi } from '../forms/schema.ts'
import { useSpeech } from '../language/language.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { REVEAL } from '../words/reveal.ts'
import { revealOf, type Reveal } from './declared.ts'
import { RevealDialog } from './dialog.tsx'

interface Props {
  service: string
  /** "/members", "/households/<id>/family" */
  list: string
  row: Row
}

export function RevealControl({ service, list, row }: Props) {
  const { t } = useSpeech()
  const { viewer } = useSignedIn()
  const [reveal, setReveal] = useState<Reveal | null>(null)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    let gone = false
    setReveal(null)
    openApi(service).then(
      (api) => !gone && setReveal(revealOf(service, api, list, viewer.office.id)),
      () => undefined, // without its document the record stays masked
    )
    return () => {
      gone = true
    }
  }, [service, list, viewer.office.id])
  useEffect(() => setOpen(false), [row.id])
  if (!reveal) return null
  return (
    <>
      <button type="button" class="small reveal" aria-haspopup="dialog" onClick={() => setOpen(true)}>{t(REVEAL.open)}</button>
      {open && <RevealDialog key={row.id} reveal={reveal} row={row} onClose={() => setOpen(false)} />}
    </>
  )
}
