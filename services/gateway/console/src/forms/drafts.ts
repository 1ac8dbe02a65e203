// Forms that could not be sent, kept in this browser for their writer alone until they are sent or discarded.
import type { Sending } from './send.ts'
import type { Values } from './values.ts'

export interface Draft {
  service: string
  command: string
  words: { zh: string; en: string }
  record: string | null
  values: Values
  sending: Sending
  at: string
}

const PREFIX = 'gonghui.unsent'
const place = (subject: string, key: string): string => `${PREFIX}.${subject}.${key}`

export const keep = (subject: string, draft: Draft): void =>
  localStorage.setItem(place(subject, draft.sending.key), JSON.stringify(draft))

export const forget = (subject: string, key: string): void => localStorage.removeItem(place(subject, key))

/** The writer's unsent forms, oldest first. */
export function unsent(subject: string): Draft[] {
  return Object.keys(localStorage)
    .filter((name) => name.startsWith(`${PREFIX}.${subject}.`))
    .flatMap((name) => read(localStorage.getItem(name)))
    .sort((one, other) => one.at.localeCompare(other.at))
}

export const forgetAll = (subject: string): void => {
  for (const draft of unsent(subject)) forget(subject, draft.sending.key)
}

function read(text: string | null): Draft[] {
  try {
    return text ? [JSON.parse(text) as Draft] : []
  } catch {
    return []
  }
}
