// The sign-in page's requests: show the accounts, switch the language, sign in with the chosen one.
import { readFileSync } from 'node:fs'

import { languageOf } from './language.js'
import { signInPage } from './picker.js'
import { policyFor } from './policy.js'

const FILES = {
  '/style.css': ['text/css; charset=utf-8', readFileSync(new URL('style.css', import.meta.url))],
  '/send.js': ['text/javascript; charset=utf-8', readFileSync(new URL('send.js', import.meta.url))],
}

/** Returns a handler that answers true when the request was for one of its paths. */
export function interactions(provider, config) {
  const names = new Set(config.accounts.map((account) => account.name))
  const policy = policyFor(config.origins)

  function send(response, page) {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    response.end(page)
    return true
  }

  return async function answer(request, response) {
    const url = new URL(request.url, config.issuer)
    const file = FILES[url.pathname]
    if (file) {
      response.writeHead(200, { 'content-type': file[0], 'cache-control': 'max-age=300' })
      response.end(file[1])
      return true
    }
    const [, uid] = /^\/interaction\/([\w-]+)$/.exec(url.pathname) ?? []
    if (!uid) return false

    const chosen = url.searchParams.get('language')
    if (chosen === 'zh' || chosen === 'en') {
      response.writeHead(303, {
        location: `/interaction/${uid}`,
        'set-cookie': `language=${chosen}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly`,
      })
      response.end()
      return true
    }

    const details = await provider.interactionDetails(request, response)
    if (request.method === 'POST') {
      const account = (await form(request)).get('account')
      if (details.prompt.name === 'login' && names.has(account)) {
        await provider.interactionFinished(request, response, { login: { accountId: account } })
        return true
      }
    }
    return send(response, signInPage(languageOf(request, details.params.ui_locales), uid, config))
  }
}

async function form(request) {
  let body = ''
  for await (const part of request) {
    body += part
    if (body.length > 4096) throw Object.assign(new Error('form too large'), { statusCode: 413 })
  }
  return new URLSearchParams(body)
}
