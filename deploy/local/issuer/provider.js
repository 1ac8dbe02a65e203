// What the issuer issues: code flow with PKCE for the console, JWT access tokens, and a grant for the command line.
import { readFileSync } from 'node:fs'

import Provider, { errors } from 'oidc-provider'

import { errorPage, logoutPage, loggedOutPage } from './pages.js'
import { languageOf } from './language.js'

const RESOURCE = 'urn:gonghui:api'
const GRANT = 'urn:gonghui:demo-account'
const MINUTE = 60
const DAY = 24 * 60 * MINUTE

/** Provider over the accounts of `config` (see deploy/local/identity.py for its fields). */
export function demoProvider(config) {
  const keys = JSON.parse(readFileSync(config.keys, 'utf8'))
  const accounts = new Map(config.accounts.map((account) => [account.name, account]))
  const callbacks = config.origins.map((origin) => `${origin}/callback`)

  const provider = new Provider(config.issuer, {
    jwks: keys.jwks,
    cookies: { keys: keys.cookies },
    clients: [
      {
        client_id: config.client,
        client_name: '工会县域平台',
        application_type: 'web',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: callbacks,
        post_logout_redirect_uris: config.origins.flatMap((origin) => [origin, `${origin}/`]),
        id_token_signed_response_alg: 'ES256',
      },
      {
        client_id: config.cli.id,
        client_secret: config.cli.secret,
        grant_types: [GRANT],
        response_types: [],
        redirect_uris: [],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    clientBasedCORS: (_, origin, client) => client.clientId === config.client && config.origins.includes(origin),
    findAccount: (_, name) => accounts.has(name) && { accountId: name, claims: () => ({ sub: name, ...claimsOf(accounts.get(name)) }) },
    claims: { openid: ['sub', 'name', 'office', 'area', 'explorer'] },
    conformIdTokenClaims: false,
    scopes: ['openid', 'offline_access'],
    extraTokenClaims: (_, token) => token.accountId && claimsOf(accounts.get(token.accountId)),
    // The console is the platform's own page: nobody is asked whether it may know the name it shows.
    loadExistingGrant,
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    responseTypes: ['code'],
    pkce: { required: () => true },
    ttl: {
      AccessToken: 5 * MINUTE,
      IdToken: 5 * MINUTE,
      AuthorizationCode: MINUTE,
      Interaction: 60 * MINUTE,
      RefreshToken: DAY,
      Session: DAY,
      Grant: DAY,
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    renderError: (ctx, out) => {
      ctx.type = 'html'
      ctx.body = errorPage(languageOf(ctx.req), out)
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = logoutPage(languageOf(ctx.req), form)
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = loggedOutPage(languageOf(ctx.req))
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => resourceServer(config),
      },
    },
  })

  provider.registerGrantType(GRANT, (ctx) => accountGrant(provider, config, accounts, ctx), ['account'])
  return provider
}

function claimsOf({ office, area, display, explorer }) {
  return { office, area, name: display, ...(explorer ? { explorer: true } : {}) }
}

function resourceServer(config) {
  return {
    scope: '',
    audience: config.audience,
    accessTokenTTL: 5 * MINUTE,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'ES256' } },
  }
}

async function loadExistingGrant(ctx) {
  const { client, session, provider, params, account } = ctx.oidc
  const known = session.grantIdFor(client.clientId)
  const found = known && (await provider.Grant.find(known))
  if (found && found.accountId === account.accountId) return found
  const grant = new provider.Grant({ clientId: client.clientId, accountId: account.accountId })
  grant.addOIDCScope(params.scope)
  grant.addOIDCClaims(['name', 'office', 'area', 'explorer'])
  await grant.save()
  return grant
}

/** `gonghui token ACCOUNT`: the command line, which knows the secret under .run/, asks for an account's access token. */
async function accountGrant(provider, config, accounts, ctx) {
  const name = ctx.oidc.params.account
  if (!accounts.has(name)) throw new errors.InvalidRequest('no such account')
  const token = new provider.AccessToken({ accountId: name, client: ctx.oidc.client, gty: 'demo_account' })
  token.resourceServer = new provider.ResourceServer(RESOURCE, resourceServer(config))
  ctx.oidc.entity('AccessToken', token)
  ctx.body = { access_token: await token.save(), expires_in: token.expiration, token_type: token.tokenType }
}
