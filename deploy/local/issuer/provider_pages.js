// The pages that the provider asks for in the middle of its own work: errors, signing out, the command line's code.
import { languageOf } from './language.js'
import { codeDonePage, codePage, confirmPage, errorPage, loggedOutPage, logoutPage } from './pages.js'
import { policyFor } from './policy.js'

/** An error that cannot be sent back to the application. */
export function errorOf(ctx, out) {
  show(ctx, errorPage(languageOf(ctx.req), out))
}

/** Signing out; after it the browser may be sent to the platform's own origins. */
export function logout({ origins }) {
  return {
    logoutSource: (ctx, form) => {
      // A valid hint says that the platform, where this person is signed in, asks on their behalf.
      const asked = ctx.oidc.entities.IdTokenHint?.payload.sub === ctx.oidc.session.accountId
      show(ctx, logoutPage(languageOf(ctx.req, ctx.oidc.params.ui_locales), form, asked), origins)
    },
    postLogoutSuccessSource: (ctx) => show(ctx, loggedOutPage(languageOf(ctx.req))),
  }
}

/** The three pages of the device grant. */
export function device(accounts) {
  const form = (ctx) => ({ action: ctx.oidc.urlFor('code_verification'), secret: ctx.oidc.session.state.secret })
  return {
    userCodeInputSource: (ctx, _form, _out, error) => {
      const trouble = error ? (error.name === 'AbortedError' ? 'deviceAborted' : 'deviceWrong') : null
      show(ctx, codePage(languageOf(ctx.req), { ...form(ctx), trouble }))
    },
    userCodeConfirmSource: (ctx, _form, _client, _info, shown) => {
      const code = ctx.oidc.params.user_code
      const name = accounts.get(ctx.oidc.session.accountId)?.display
      show(ctx, confirmPage(languageOf(ctx.req), { ...form(ctx), code, shown, name }))
    },
    successSource: (ctx) => show(ctx, codeDonePage(languageOf(ctx.req))),
  }
}

function show(ctx, body, origins = []) {
  ctx.type = 'html'
  ctx.set('content-security-policy', policyFor(origins))
  ctx.set('referrer-policy', 'no-referrer')
  ctx.body = body
}
