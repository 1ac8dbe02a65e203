// Runs every audit of graphql-http against a URL with a bearer token; prints one JSON line.
import { serverAudits } from 'graphql-http'

const [url, token] = process.argv.slice(2)
const fetchFn = (address, init = {}) =>
  fetch(address, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } })

const results = await Promise.all(
  serverAudits({ url, fetchFn }).map(async (audit) => {
    const { status, reason } = await audit.fn()
    return { id: audit.id, name: audit.name, status, reason: reason ?? null }
  }),
)
console.log(JSON.stringify(results))
