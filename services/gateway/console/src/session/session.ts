// Who is signed in: authorization code with PKCE at the issuer, renewed silently by refresh token, kept per tab.
import { UserManager, WebStorageStateStore, type User } from 'oidc-client-ts'
import type { Config } from './config.ts'

export const CALLBACK = '/callback'

export class Session {
  readonly #manager: UserManager

  constructor(config: Config) {
    this.#manager = new UserManager({
      authority: config.issuer,
      client_id: config.clientId,
      redirect_uri: location.origin + CALLBACK,
      post_logout_redirect_uri: `${location.origin}/`,
      response_type: 'code',
      scope: config.scope ?? 'openid offline_access',
      ...(config.resource ? { resource: config.resource } : {}),
      userStore: new WebStorageStateStore({ store: sessionStorage }),
      automaticSilentRenew: true,
      loadUserInfo: false,
      monitorSession: false,
    })
  }

  /** The signed-in user; expired tokens are renewed first; null when a sign-in is needed. */
  async user(): Promise<User | null> {
    const user = await this.#manager.getUser()
    return user?.expired ? this.renew() : user
  }

  async renew(): Promise<User | null> {
    try {
      return await this.#manager.signinSilent()
    } catch {
      await this.#manager.removeUser() // the refresh token has ended: only a new sign-in helps
      return null
    }
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
    const user = await this.#manager.signinRedirectCallback()
    await fetch('/session', { method: 'POST', headers: { authorization: `Bearer ${user.access_token}` } })
    const { to } = (user.state ?? {}) as { to?: string }
    return to?.startsWith('/') && !to.startsWith('//') ? to : '/'
  }

  async signOut(): Promise<void> {
    const token = await this.token()
    if (token) await fetch('/session', { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })
    await this.#manager.signoutRedirect()
  }

  /** Calls back when the session has ended for good. */
  onEnd(ended: () => void): () => void {
    return this.#manager.events.addUserUnloaded(ended)
  }
}
