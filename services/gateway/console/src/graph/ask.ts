// Asks the gateway by trusted document: the id of a document goes over the wire, never its text.
import type { Words } from '../language/phrase.ts'
import type { Caller } from '../office/caller.ts'

/** The gateway answered, but not with data: `status` 0 when it could not be reached at all. */
export class Unanswered extends Error {
  readonly status: number
  readonly code: string
  /** In both languages, where the gateway said it. */
  readonly words: Words | null

  constructor(status: number, code: string, message: string, words: Words | null = null) {
    super(message)
    this.status = status
    this.code = code
    this.words = words
  }
}

export type Ask = <T>(documentId: string, variables?: object, signal?: AbortSignal) => Promise<T>

interface Answer<T> {
  data?: T | null
  errors?: { message: string; extensions?: { code?: string; zh?: string; en?: string } }[]
}

export function asker(caller: Caller): Ask {
  return async <T>(documentId: string, variables: object = {}, signal?: AbortSignal): Promise<T> =>
    read<T>(await post(caller, documentId, variables, signal))
}

async function post(caller: Caller, documentId: string, variables: object, signal?: AbortSignal) {
  try {
    return await caller.fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
      },
      body: JSON.stringify({ documentId, variables }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Unanswered(0, 'unreachable', String(error))
  }
}

async function read<T>(response: Response): Promise<T> {
  const answer = (await response.json().catch(() => ({}))) as Answer<T>
  const error = answer.errors?.[0]
  if (error) {
    const { code = 'graphql', zh, en } = error.extensions ?? {}
    throw new Unanswered(response.status, code, error.message, zh && en ? { zh, en } : null)
  }
  if (!answer.data) throw new Unanswered(response.status, 'no-data', `HTTP ${response.status}`)
  return answer.data
}
