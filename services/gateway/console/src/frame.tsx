// The frame around every view: name, the office's menu, language, who is signed in and acts as what.
import type { ComponentChildren } from 'preact'
import { useOffers } from './desks/use_offers.ts'
import { useSpeech } from './language/language.tsx'
import { LanguageSwitch } from './language/switch.tsx'
import { Acting } from './office/acting.tsx'
import { useSignOut } from './office/sign_out.ts'
import { Offline } from './office/offline.tsx'
import { mayRead } from './office/start.ts'
import { Uncertain } from './office/uncertain.tsx'
import { Link } from './route/link.tsx'
import { useRoute } from './route/router.tsx'
import { useSignedIn } from './session/signed_in.tsx'
import mark from './mark.svg'
import { FRAME } from './words/frame.ts'

const under = (path: string, entry: string): boolean =>
  entry === '/' ? path === '/' || path === '/county' || path.startsWith('/township') : path.startsWith(entry)

/** What the office may use; desks are left out until the services have said what they offer it. */
function useMenu() {
  const { viewer } = useSignedIn()
  const offers = useOffers()
  return [
    { to: '/', phrase: FRAME.overview, there: true },
    { to: '/records', phrase: FRAME.records, there: offers?.lists },
    { to: '/desk', phrase: FRAME.desk, there: offers?.commands },
    { to: '/work', phrase: FRAME.work, there: mayRead(viewer, 'workQueue') },
    { to: '/audit', phrase: FRAME.audit, there: mayRead(viewer, 'auditTrail') },
  ].filter(({ there }) => there)
}

export function Frame({ children }: { children: ComponentChildren }) {
  const { t } = useSpeech()
  const { path } = useRoute()
  const { viewer, session } = useSignedIn()
  const signOut = useSignOut(session, viewer.subject)
  const menu = useMenu()
  return (
    <>
      <a class="skip" href="#main">{t(FRAME.skip)}</a>
      <header class="top">
        <div class="top-row">
          <Link to="/" class="brand"><img src={mark} alt="" width={30} height={30} />{t(FRAME.platform)}</Link>
          <Acting />
          <LanguageSwitch />
          <button type="button" class="on-red" onClick={() => void signOut()}>{t(FRAME.signOut)}</button>
        </div>
        <nav aria-label={t(FRAME.menu)}>
          <ul>
            {menu.map(({ to, phrase }) => (
              <li key={to}><Link to={to} current={under(path, to)}>{t(phrase)}</Link></li>
            ))}
          </ul>
        </nav>
      </header>
      <Uncertain />
      <Offline />
      <main id="main" tabIndex={-1}>{children}</main>
      <footer>{t(FRAME.colophon)}</footer>
    </>
  )
}
