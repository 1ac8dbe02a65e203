// The audit trail's filter: from the URL's parameters to the gateway's AuditFilter. Pure.
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

export function auditFilter(params: Record<string, string>): Record<string, string> {
  const filter: Record<string, string> = {}
  for (const [name, wanted] of Object.entries(NAMES)) {
    const value = params[name]
    if (value) filter[wanted] = value
  }
  return filter
}
