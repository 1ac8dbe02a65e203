// Sends a command once: same key, same body, however often the network makes us try.
import type { Session } from '../session/session.ts'
import { unexplained, type Problem } from './problem.ts'

export interface Sending {
  url: string
  key: string
  body: Record<string, unknown>
  revision: number | null
}

export interface Done {
  id: string
  revision: number
  eventId: string
}

export type Answer = { kind: 'done'; done: Done } | { kind: 'refused'; problem: Problem } | { kind: 'away' }

const AWAY = new Set([502, 503, 504]) // whether it arrived is not known, or it was put off: the draft is kept

export async function send(session: Session, sending: Sending): Promise<Answer> {
  try {
    let answer = await post(await session.token(), sending)
    if (answer.status === 401) answer = await post((await session.renew())?.access_token ?? null, sending)
    if (answer.ok) return { kind: 'done', done: (await answer.json()) as Done }
    if (AWAY.has(answer.status)) return { kind: 'away' }
    return { kind: 'refused', problem: await problemOf(answer) }
  } catch {
    return { kind: 'away' }
  }
}

function post(token: string | null, { url, key, body, revision }: Sending): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(revision === null ? {} : { 'if-match': `"${revision}"` }),
    },
    body: JSON.stringify(body),
  })
}

async function problemOf(answer: Response): Promise<Problem> {
  if (!answer.headers.get('content-type')?.startsWith('application/problem+json')) return unexplained(answer.status)
  return (await answer.json()) as Problem
}
