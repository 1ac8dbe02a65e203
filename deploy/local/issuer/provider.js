// What the issuer issues: code flow with PKCE for the console, device grant for the command line, JWT access tokens.
import { readFileSync } from 'node:fs'

import Provider, { errors } from 'oidc-provider'

import { device, errorOf, logout } from './provider_pages.js'

const RESOURCE = 'urn:gonghui:api'
const ACCOUNT_GRANT = 'urn:gonghui:demo-account'
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
const MINUTE = 60
const DAY = 24 * 60 * MINUTE

/** Provider over the accounts of `config` (see deploy/local/issuer.py for its fields). */
export function demoProvider(config) {
  const keys = JSON.parse(readFileSync(config.keys, 'utf8'))
  const accounts = new Map(config.accounts.map((account) => [account.name, account]))

  const provider = new Provider(config.issuer, {
    jwks: keys.jwks,
    cookies: { keys: keys.cookies },
    clients: clients(config),
    clientBasedCORS: (_, origin, client) => client.clientId === config.client && config.origins.includes(origin),
    findAccount: (_, name) => accounts.has(name) && { accountId: name, claims: () => ({ sub: name, ...claimsOf(accounts.get(name)) }) },
    claims: { openid: ['sub', 'name', 'explorer'] },
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
      DeviceCode: 10 * MINUTE,
      Interaction: 60 * MINUTE,
      RefreshToken: DAY,
      Session: DAY,
      Grant: DAY,
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    renderError: errorOf,
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      deviceFlow: { enabled: true, charset: 'base-20', mask: '****-****', ...device(accounts) },
      rpInitiatedLogout: { enabled: true, ...logout(config) },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => resourceServer(config),
      },
    },
  })

  provider.registerGrantType(ACCOUNT_GRANT, (ctx) => accountGrant(provider, config, accounts, ctx), ['account'])
  return provider
}

function clients(config) {
  const signed = { id_token_signed_response_alg: 'ES256' }
  return [
    {
      ...signed,
      client_id: config.client,
      client_name: '工会县域平台',
      application_type: 'web',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: config.origins.map((origin) => `${origin}/callback`),
      post_logout_redirect_uris: config.origins.flatMap((origin) => [origin, `${origin}/`]),
    },
    {
      ...signed,
      client_id: config.cli,
      client_name: 'gonghui',
      token_endpoint_auth_method: 'none',
      grant_types: [DEVICE_GRANT, 'refresh_token'],
      response_types: [],
      redirect_uris: [],
    },
    {
      ...signed,
      client_id: config.demo.id,
      client_secret: config.demo.secret,
      grant_types: [ACCOUNT_GRANT],
      response_types: [],
      redirect_uris: [],
    },
  ]
}

function claimsOf({ display, explorer }) {
  return { name: display, ...(explorer ? { explorer: true } : {}) }
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
  grant.addOIDCClaims(['name', 'explorer'])
  await grant.save()
  return grant
}

/** The launcher and `gonghui token ACCOUNT`, which know the secret under .run/, ask for an account's access token. */
async function accountGrant(provider, config, accounts, ctx) {
  const name = ctx.oidc.params.account
  if (!accounts.has(name)) throw new errors.InvalidRequest('no such account')
  const token = new provider.AccessToken({ accountId: name, client: ctx.oidc.client, gty: 'demo_account' })
  token.resourceServer = new provider.ResourceServer(RESOURCE, resourceServer(config))
  ctx.oidc.entity('AccessToken', token)
  ctx.body = { access_token: await token.save(), expires_in: token.expiration, token_type: token.tokenType }
}
