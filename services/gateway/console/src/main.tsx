// Starts the console: configuration, session, page.
import { render } from 'preact'
import { App } from './app.tsx'
import { Speaker } from './language/language.tsx'
import { Router } from './route/router.tsx'
import { loadConfig } from './session/config.ts'
import { CALLBACK, Session } from './session/session.ts'
import './style/page.css'

async function start(root: HTMLElement): Promise<void> {
  const config = await loadConfig()
  const session = new Session(config)
  let failed: string | null = null
  let anywhere = false
  if (location.pathname === CALLBACK) {
    const to = await session.signedIn().catch((error: unknown) => {
      failed = error instanceof Error ? error.message : String(error)
      return '/'
    })
    anywhere = to === '/'
    history.replaceState(null, '', to)
  }
  const signedIn = (await session.user()) !== null
  render(
    <Speaker>
      <Router>
        <App {...{ config, session, signedIn, failed, anywhere }} />
      </Router>
    </Speaker>,
    root,
  )
}

const root = document.getElementById('page')
if (root) {
  start(root).catch((error: unknown) => {
    root.textContent = `页面无法启动，请稍后刷新重试。 The page could not start; reload it later. (${String(error)})`
  })
}
