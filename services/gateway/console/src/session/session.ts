// Who is signed in: authorization code with PKCE at the issuer, renewed before its end, kept per tab, ended everywhere.
import { ErrorResponse, User, UserManager, WebStorageStateStore } from 'oidc-client-ts'
import type { Config } from './config.ts'
import { Tabs } from './tabs.ts'
import { failureOf, Unrecorded, type Failure } from './trouble.ts'

export const CALLBACK = '/callback'

/** How a session ended: signed out in this tab, in another one, or by the issuer (too old, revoked). */
export type Ending = 'here' | 'elsewhere' | 'expired'

const BEFORE_END = 60 // seconds before its end at which a token is renewed
const ENDING = 'gonghui.ending'
const BEFORE = 'gonghui.before' // the refresh token that the present one came instead of
const ENDINGS: readonly string[] = ['here', 'elsewhere', 'expired'] satisfies Ending[]
const RECORD_TRIES = 3
const BETWEEN = 600 // ms

export class Session {
  /** Why the last sign-in did not come to an end. */
  failure: Failure | null = null
  readonly #manager: UserManager
  readonly #tabs: Tabs
  #renewing: Promise<User | null> | null = null

  constructor(config: Config) {
    this.#manager = new UserManager({
      authority: config.issuer,
      client_id: config.clientId,
      redirect_uri: location.origin + CALLBACK,
      post_logout_redirect_uri: `${location.origin}/`,
      response_type: 'code',
      scope: config.scope ?? 'openid',
      ...(config.resource ? { resource: config.resource } : {}),
      userStore: new WebStorageStateStore({ store: sessionStorage }),
      automaticSilentRenew: false, // done below: once at a time, and told to a copy of this tab
      accessTokenExpiringNotificationTimeInSeconds: BEFORE_END,
      revokeTokenTypes: ['refresh_token'],
      loadUserInfo: false,
      monitorSession: false,
    })
    this.#tabs = new Tabs({
      ended: () => void this.#end('elsewhere'),
      renewed: (was, user) => this.#takeOver(was, user),
      asked: (was) => this.#instead(was),
    })
    this.#manager.events.addAccessTokenExpiring(() => void this.renew().catch(() => undefined)) // away: asked for again when needed
  }

  /** How the session ended that was here last; null while one is, or when none was. */
  get ending(): Ending | null {
    const kept = sessionStorage.getItem(ENDING)
    return kept !== null && ENDINGS.includes(kept) ? (kept as Ending) : null
  }

  /** The signed-in user; expired tokens are renewed first; null when a sign-in is needed. Fails without network. */
  async user(): Promise<User | null> {
    const user = await this.#manager.getUser()
    return user?.expired ? this.renew() : user
  }

  /** New tokens now, once for whoever asks at the same time; null when only a sign-in helps. Fails without network. */
  renew(): Promise<User | null> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null
    })
    return this.#renewing
  }

  async token(): Promise<string | null> {
    return (await this.user())?.access_token ?? null
  }

  /** Leaves for the issuer, whose page speaks `locale` too; comes back to `to`. */
  async signIn(to: string, locale: string): Promise<void> {
    await this.#manager.signinRedirect({ state: { to }, ui_locales: locale })
  }

  /** Ends the redirect: the tokens are fetched, the sign-in is recorded. Answers where one was. */
  async signedIn(): Promise<string> {
    try {
      const user = await this.#manager.signinRedirectCallback()
      await record(user.access_token)
      sessionStorage.removeItem(ENDING)
      const { to } = (user.state ?? {}) as { to?: string }
      return to?.startsWith('/') && !to.startsWith('//') ? to : '/'
    } catch (error) {
      await this.#manager.removeUser()
      this.failure = failureOf(error)
      throw error
    }
  }

  /** Signs out here, in every other tab, at the gateway's record and at the issuer. */
  async signOut(): Promise<void> {
    const token = await this.token().catch(() => null)
    const user = await this.#manager.getUser()
    sessionStorage.setItem(ENDING, 'here' satisfies Ending)
    this.#tabs.tellEnded()
    if (token) await fetch('/session', { method: 'DELETE', headers: { authorization: `Bearer ${token}` } }).catch(() => undefined)
    await this.#manager.revokeTokens().catch(() => undefined) // an issuer that cannot revoke ends it with its own session
    try {
      await this.#manager.signoutRedirect(user?.id_token ? { id_token_hint: user.id_token } : {})
    } catch {
      await this.#manager.removeUser() // the issuer is away or has no such page: at least nothing is left here
    }
  }

  /** Calls back when the session has ended for good. */
  onEnd(ended: () => void): () => void {
    return this.#manager.events.addUserUnloaded(ended)
  }

  async #renew(): Promise<User | null> {
    const before = await this.#manager.getUser()
    return this.#tabs.oneAtATime(async () => {
      if (before?.refresh_token) await this.#tabs.ask(before.refresh_token)
      const now = await this.#manager.getUser()
      if (now && now.access_token !== before?.access_token && !now.expired) return now // a copy of this tab did it
      if (!now?.refresh_token) return this.#end('expired')
      try {
        const user = await this.#manager.signinSilent()
        if (user) {
          sessionStorage.setItem(BEFORE, now.refresh_token)
          this.#tabs.tellRenewed(now.refresh_token, user.toStorageString())
        }
        return user
      } catch (error) {
        if (error instanceof ErrorResponse && error.error === 'invalid_grant') return this.#end('expired')
        throw error
      }
    })
  }

  async #end(how: Ending): Promise<null> {
    if (await this.#manager.getUser()) {
      sessionStorage.setItem(ENDING, how)
      await this.#manager.removeUser()
    }
    return null
  }

  /** A copy of this tab has used the refresh token that both had. */
  async #takeOver(was: string, kept: string): Promise<void> {
    const user = await this.#manager.getUser()
    if (user?.refresh_token !== was) return
    sessionStorage.setItem(BEFORE, was)
    await this.#manager.storeUser(User.fromStorageString(kept))
    await this.#manager.getUser() // sets the alarm for the new end
  }

  /** What a copy of this tab has to take over, which still holds the refresh token from before. */
  async #instead(was: string): Promise<string | null> {
    if (sessionStorage.getItem(BEFORE) !== was) return null
    return (await this.#manager.getUser())?.toStorageString() ?? null
  }
}

/** Tells the gateway of a sign-in, so that the audit trail holds it; who holds no office is refused, and recorded so. */
async function record(token: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch('/session', { method: 'POST', headers: { authorization: `Bearer ${token}` } }).catch(() => null)
    if (answer && answer.status < 500) return
    if (tries === RECORD_TRIES) throw new Unrecorded(String(answer?.status ?? 0))
    await new Promise((after) => setTimeout(after, BETWEEN * tries))
  }
}
