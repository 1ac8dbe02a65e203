// The frame around every view: name, menu, language, who is signed in.
import type { ComponentChildren } from 'preact'
import { forgetAll, unsent } from './forms/drafts.ts'
import { useSpeech } from './language/language.tsx'
import { Link } from './route/link.tsx'
import { useRoute } from './route/router.tsx'
import { useSignedIn } from './session/signed_in.tsx'
import mark from './mark.svg'
import { FRAME } from './words/frame.ts'

const MENU = [
  ['/', FRAME.overview],
  ['/desk', FRAME.desk],
  ['/work', FRAME.work],
  ['/audit', FRAME.audit],
] as const

const under = (path: string, entry: string): boolean =>
  entry === '/' ? path === '/' || path === '/county' || path.startsWith('/township') : path.startsWith(entry)

export function Frame({ children }: { children: ComponentChildren }) {
  const { t, w } = useSpeech()
  const { path } = useRoute()
  const { viewer, session } = useSignedIn()
  const signOut = async () => {
    const count = unsent(viewer.subject).length
    if (count && !confirm(t(FRAME.unsentLeave, { count }))) return
    forgetAll(viewer.subject)
    await session.signOut()
  }
  return (
    <>
      <a class="skip" href="#main">{t(FRAME.skip)}</a>
      <header class="top">
        <div class="top-row">
          <Link to="/" class="brand"><img src={mark} alt="" width={30} height={30} />{t(FRAME.platform)}</Link>
          <p class="who">
            <span class="unseen">{t(FRAME.you)} </span>
            <span><strong>{viewer.name}</strong> <span class="office">{w(viewer.office.words)} · {w(viewer.areaName)}</span></span>
          </p>
          <LanguageSwitch />
          <button type="button" class="on-red" onClick={() => void signOut()}>{t(FRAME.signOut)}</button>
        </div>
        <nav aria-label={t(FRAME.menu)}>
          <ul>
            {MENU.map(([to, phrase]) => (
              <li key={to}><Link to={to} current={under(path, to)}>{t(phrase)}</Link></li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="main" tabIndex={-1}>{children}</main>
      <footer>{t(FRAME.colophon)}</footer>
    </>
  )
}

export function LanguageSwitch() {
  const { t, language, choose } = useSpeech()
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <button type="button" class="on-red" lang={other} title={t(FRAME.languageHint)} onClick={() => choose(other)}>
      {t(FRAME.language)}
    </button>
  )
}
