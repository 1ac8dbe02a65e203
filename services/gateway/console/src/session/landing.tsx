// Before signing in: what the platform is, and one button.
import { useEffect, useState } from 'preact/hooks'
import { LanguageSwitch } from '../frame.tsx'
import mark from '../mark.svg'
import { useSpeech } from '../language/language.tsx'
import { FRAME, SIGN_IN } from '../words/frame.ts'
import type { Session } from './session.ts'

export function Landing({ session, failed }: { session: Session; failed: string | null }) {
  const { t, locale } = useSpeech()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState(failed)
  useEffect(() => {
    document.title = t(FRAME.platform)
  }, [t])
  const signIn = async () => {
    setBusy(true)
    const to = location.pathname === '/callback' ? '/' : location.pathname + location.search
    await session.signIn(to, locale).catch((error: unknown) => {
      setTrouble(error instanceof TypeError ? t(FRAME.unreachable) : String(error))
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
          <div class="failed" role="alert">
            <p><strong>{t(SIGN_IN.failed)}</strong></p>
            <p>{t(SIGN_IN.failedNext)} <small>{trouble}</small></p>
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
