// The audit trail's filter: from the URL's parameters to the gateway's AuditFilter. Pure.
import { KINDS } from './access.ts'

const NAMES: Record<string, string> = {
  metric: 'metric',
  area: 'area',
  service: 'service',
  subject: 'subject',
  organisation: 'organisation',
  actor: 'actor',
  from: 'occurredFrom',
  to: 'occurredTo',
  known: 'recordedTo',
}

export type AuditFilter = Record<string, string | string[]>

export function auditFilter(params: Record<string, string>): AuditFilter {
  const filter: AuditFilter = {}
  for (const [name, wanted] of Object.entries(NAMES)) {
    const value = params[name]
    if (value) filter[wanted] = value
  }
  const kind = KINDS[params.access ?? '']
  return kind ? { ...filter, types: kind.types } : filter
}
