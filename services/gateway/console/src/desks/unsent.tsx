// Forms kept because the network failed: continue or discard.
import { useState } from 'preact/hooks'
import { forget, unsent } from '../forms/drafts.ts'
import { formAddress } from '../forms/where.ts'
import { useSpeech } from '../language/language.tsx'
import { address } from '../route/address.ts'
import { Link } from '../route/link.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { moment } from '../show/day.ts'
import { DESK } from '../words/desk.ts'

export function Unsent() {
  const { t, w, locale } = useSpeech()
  const { viewer } = useSignedIn()
  const [drafts, setDrafts] = useState(() => unsent(viewer.subject))
  if (!drafts.length) return null
  const discard = (key: string) => {
    forget(viewer.subject, key)
    setDrafts(unsent(viewer.subject))
  }
  return (
    <section class="card unsent" aria-label={t(DESK.unsent)}>
      <h2>{t(DESK.unsent)}</h2>
      <p class="lead">{t(DESK.unsentLead)}</p>
      <ul>
        {drafts.map(({ service, command, words, sending, at }) => (
          <li key={sending.key}>
            <span>{w(words)} · {moment(at, locale)}</span>
            <Link to={address(formAddress(service, command), { draft: sending.key })} class="button small">{t(DESK.continue)}</Link>
            <button type="button" class="quiet" onClick={() => discard(sending.key)}>{t(DESK.discard)}</button>
          </li>
        ))}
      </ul>
    </section>
  )
}
