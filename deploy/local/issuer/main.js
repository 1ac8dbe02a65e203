// The demo's OpenID issuer: `node main.js <config.json>`. Listens on 127.0.0.1 alone; config is written by the launcher.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

import { demoProvider } from './provider.js'
import { interactions } from './interactions.js'

const config = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const provider = demoProvider(config)
const answer = interactions(provider, config)
const openid = provider.callback()

const server = createServer((request, response) => {
  answer(request, response).then(
    (answered) => answered || openid(request, response),
    (error) => {
      console.error(error)
      response.writeHead(error.statusCode ?? 500, { 'content-type': 'text/plain; charset=utf-8' })
      response.end('登录已过期，请回到页面重新登录。\nThe sign-in has expired, please start again from the page.\n')
    },
  )
})

server.listen(config.port, '127.0.0.1', () => console.log(`issuer ${config.issuer}`))

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    server.close(() => process.exit(0))
    server.closeAllConnections()
  })
}
