// Before signing in and after: what the platform is, how the last session or sign-in ended, and one button.
import { useEffect, useState } from 'preact/hooks'
import { LanguageSwitch } from '../language/switch.tsx'
import mark from '../mark.svg'
import { useSpeech } from '../language/language.tsx'
import { FRAME, SIGN_IN } from '../words/frame.ts'
import { ENDED, FAILURE } from '../words/session.ts'
import { CALLBACK, type Session } from './session.ts'
import { failureOf, type Failure } from './trouble.ts'

export function Landing({ session, failed }: { session: Session; failed: string | null }) {
  const { t, locale } = useSpeech()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Failure | null>(session.failure ?? (failed === null ? null : { kind: 'other', detail: failed }))
  const ended = !trouble && session.ending ? ENDED[session.ending] : null
  useEffect(() => {
    document.title = t(FRAME.platform)
  }, [t])
  const signIn = async () => {
    setBusy(true)
    const to = location.pathname === CALLBACK ? '/' : location.pathname + location.search
    await session.signIn(to, locale).catch((error: unknown) => {
      setTrouble(failureOf(error))
      setBusy(false)
    })
  }
  const points = [
    [SIGN_IN.pointOne, SIGN_IN.pointOneText],
    [SIGN_IN.pointTwo, SIGN_IN.pointTwoText],
    [SIGN_IN.pointThree, SIGN_IN.pointThreeText],
  ] as const
  return (
    <>
      <header class="top">
        <div class="top-row">
          <p class="brand"><img src={mark} alt="" width={30} height={30} />{t(FRAME.platform)}</p>
          <LanguageSwitch />
        </div>
      </header>
      <main class="landing" id="main">
        <h1>{t(SIGN_IN.title)}</h1>
        <p class="landing-lead">{t(SIGN_IN.lead)}</p>
        {trouble && (
          <div class="failed" role="alert" data-failure={trouble.kind}>
            <p><strong>{t(SIGN_IN.failed)}</strong></p>
            <p>{t(FAILURE[trouble.kind])} <small>{trouble.detail}</small></p>
          </div>
        )}
        {ended && (
          <div class="warning" role="status" data-ending={session.ending}>
            <p><strong>{t(ended.title)}</strong></p>
            <p>{t(ended.text)}</p>
          </div>
        )}
        <p><button type="button" class="primary large" disabled={busy} onClick={() => void signIn()}>{t(busy ? SIGN_IN.busy : SIGN_IN.button)}</button></p>
        <p class="hint">{t(SIGN_IN.where)}</p>
        <ul class="points">
          {points.map(([name, text]) => <li key={name[0]}><strong>{t(name)}</strong><span>{t(text)}</span></li>)}
        </ul>
      </main>
    </>
  )
}
