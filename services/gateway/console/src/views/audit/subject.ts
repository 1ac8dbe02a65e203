// Where the record that an event is about is read, and how one tells it from others without its name. Pure.
import type { Entry } from '../../graph/types.ts'

/** By aggregate, or by type where a type is about another record than its aggregate's. */
const READ_AT: Record<string, string> = {
  'membership.member': '/members',
  'assistance.household': '/households',
  'membership.personal-data-revealed': '/members',
  'membership.person-erased': '/members',
  'membership.consent-given': '/members',
  'membership.consent-withdrawn': '/members',
  'assistance.aid': '/aid',
  'assistance.personal-data-revealed': '/households',
  'assistance.person-erased': '/households',
  'assistance.consent-given': '/households',
  'assistance.consent-withdrawn': '/households',
  'activities.activity': '/activities',
  'activities.activity.registered': '/registrations',
  'activities.activity.registration-withdrawn': '/registrations',
  'activities.activity.moved-up': '/registrations',
}

export interface RecordAt {
  service: string
  /** "/members" */
  list: string
  id: string
}

/** "cn.gonghui.<service>.<aggregate>.<what>.v1" of what happened; of a correction, of what it corrects. */
export function aboutType(entry: Pick<Entry, 'type' | 'event'>): string {
  if (!/\.record\.(corrected|voided)\./.test(entry.type)) return entry.type
  const { data } = JSON.parse(entry.event) as { data?: { type?: unknown } }
  return typeof data?.type === 'string' ? data.type : entry.type
}

/** Null when the event is about nothing that is read by itself; whether the office may read it, its service's document says. */
export function recordOf(entry: Entry): RecordAt | null {
  const [service = '', aggregate = '', what = ''] = aboutType(entry).split('.').slice(2)
  const list = READ_AT[`${service}.${aggregate}.${what}`] ?? READ_AT[`${service}.${aggregate}`]
  return list && entry.subject ? { service, list, id: entry.subject } : null
}
