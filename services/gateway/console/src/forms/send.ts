// Sends a command once: same key, same body, however often the network makes us try.
import type { Caller } from '../office/caller.ts'
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

/** `away`: not known to have arrived, or put off; `problem` says why, where the service did. */
export type Answer = { kind: 'done'; done: Done } | { kind: 'refused'; problem: Problem } | { kind: 'away'; problem: Problem | null }

const AWAY = new Set([502, 503, 504]) // whether it arrived is not known, or it was put off: the draft is kept

/** Answers done, refused, or away. A form refused because the appointment ended is kept as one that is away. */
export async function send(caller: Caller, sending: Sending): Promise<Answer> {
  try {
    const answer = await post(caller, sending)
    if (answer.ok) return { kind: 'done', done: (await answer.json()) as Done }
    const problem = await problemOf(answer)
    const kept = AWAY.has(answer.status) || problem.code === 'no-appointment'
    return kept ? { kind: 'away', problem } : { kind: 'refused', problem }
  } catch {
    return { kind: 'away', problem: null }
  }
}

/** One command as it is sent, whatever it answers; fails where there is no network. */
export function post(caller: Caller, { url, key, body, revision }: Sending): Promise<Response> {
  return caller.fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(revision === null ? {} : { 'if-match': `"${revision}"` }),
    },
    body: JSON.stringify(body),
  })
}

export async function problemOf(answer: Response): Promise<Problem> {
  if (!answer.headers.get('content-type')?.startsWith('application/problem+json')) return unexplained(answer.status)
  return (await answer.json()) as Problem
}
