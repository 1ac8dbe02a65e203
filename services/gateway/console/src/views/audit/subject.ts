// Where the record that an event is about is read, and how one tells it from others without its name. Pure.
import type { Entry } from '../../graph/types.ts'

/** Offices that work with single people; the others read figures and events, and services refuse them the records. */
const SEES_PEOPLE = new Set([
  'township-clerk',
  'township-chair',
  'county-organiser',
  'county-assistance-clerk',
  'county-approver',
])

/** By aggregate, or by type where a type is about another record than its aggregate's. */
const READ_AT: Record<string, string> = {
  'membership.member': '/members',
  'assistance.household': '/households',
  'assistance.aid': '/aid',
  'activities.activity': '/activities',
  'activities.activity.registered': '/registrations',
  'activities.activity.registration-withdrawn': '/registrations',
  'activities.activity.moved-up': '/registrations',
}
const OF_PEOPLE = new Set(['/members', '/households', '/aid', '/registrations'])

/** "cn.gonghui.<service>.<aggregate>.<what>.v1" of what happened; of a correction, of what it corrects. */
export function aboutType(entry: Pick<Entry, 'type' | 'event'>): string {
  if (!/\.record\.(corrected|voided)\./.test(entry.type)) return entry.type
  const { data } = JSON.parse(entry.event) as { data?: { type?: unknown } }
  return typeof data?.type === 'string' ? data.type : entry.type
}

export function recordOf(entry: Entry, office: string): { service: string; path: string } | null {
  const [service = '', aggregate = '', what = ''] = aboutType(entry).split('.').slice(2)
  const list = READ_AT[`${service}.${aggregate}.${what}`] ?? READ_AT[`${service}.${aggregate}`]
  if (!list || !entry.subject || (OF_PEOPLE.has(list) && !SEES_PEOPLE.has(office))) return null
  return { service, path: `${list}/${entry.subject}` }
}

/** The last characters of a record's number: enough to tell the rows of a list apart. */
export const numberEnd = (subject: string): string => subject.slice(-6)
