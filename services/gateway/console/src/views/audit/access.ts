// Access in the audit trail: sign-ins, refusals, looks at personal data, changes of who may do what. Pure.
import type { Entry } from '../../graph/types.ts'
import type { Phrase } from '../../language/phrase.ts'
import { ACCESS } from '../../words/access.ts'

const PREFIX = 'cn.gonghui.'
const REFUSING = ['membership', 'assistance', 'activities', 'gateway']
const KEEPING = ['membership', 'assistance'] // personal data
const of = (services: string[], ...types: string[]): string[] => services.flatMap((service) => types.map((type) => `${PREFIX}${service}.${type}`))

const SESSIONS = of(['gateway'], 'session.signed-in.v1', 'session.signed-out.v1')
const REFUSALS = of(REFUSING, 'access.refused.v1')
const PERSONAL = of(KEEPING, 'personal-data-revealed.v1', 'person-erased.v1', 'consent-given.v1', 'consent-withdrawn.v1')
const OFFICES = of(['membership'], 'appointment.made.v1', 'appointment.ended.v1')

/** What the trail can be narrowed to, by its name in the address. */
export const KINDS: Record<string, { phrase: Phrase; types: string[] }> = {
  all: { phrase: ACCESS.all, types: [...SESSIONS, ...REFUSALS, ...PERSONAL, ...OFFICES] },
  sessions: { phrase: ACCESS.sessions, types: SESSIONS },
  refusals: { phrase: ACCESS.refusals, types: REFUSALS },
  personal: { phrase: ACCESS.personal, types: PERSONAL },
  offices: { phrase: ACCESS.offices, types: OFFICES },
}

type Said = Partial<Record<'account' | 'action' | 'code' | 'since' | 'until' | 'on_behalf_of', unknown>>

const dataOf = (entry: Pick<Entry, 'event'>): Said => (JSON.parse(entry.event) as { data?: Said }).data ?? {}
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Whose appointment an entry is about; '' where it is about nobody but who did it. */
export function accountOf(entry: Pick<Entry, 'type' | 'event'>): string | null {
  if (SESSIONS.includes(entry.type) || REFUSALS.includes(entry.type)) return ''
  return OFFICES.includes(entry.type) ? text(dataOf(entry).account) : null
}

/** What an entry about access says beside its codes, by the words for it. */
export function accessFacts(entry: Pick<Entry, 'type' | 'event'>): { phrase: Phrase; value: string; day?: boolean; refusal?: boolean }[] {
  const data = dataOf(entry)
  const fact = (phrase: Phrase, value: unknown, more: object = {}) => (text(value) ? [{ phrase, value: text(value) ?? '', ...more }] : [])
  if (REFUSALS.includes(entry.type)) return [...fact(ACCESS.action, data.action), ...fact(ACCESS.code, data.code, { refusal: true })]
  if (!OFFICES.includes(entry.type)) return []
  return [
    ...fact(ACCESS.account, data.account),
    ...fact(ACCESS.since, data.since, { day: true }),
    ...fact(ACCESS.until, data.until, { day: true }),
    ...fact(ACCESS.lender, data.on_behalf_of),
  ]
}
