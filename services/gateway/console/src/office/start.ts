// Where an office begins its work, and what it finds in the menu. Pure.
import type { Viewer } from '../graph/types.ts'

/** The root fields of the gateway that the views of the menu are made of. */
type Field = 'auditTrail' | 'event' | 'workQueue' | 'township'

export const mayRead = (viewer: Pick<Viewer, 'reads'>, field: Field): boolean => viewer.reads.includes(field)

/** What waits for approvers is their work; auditors read the trail; everybody else begins with figures. */
const BEGINS: Record<string, [field: Field, path: string]> = {
  'county-approver': ['workQueue', '/work'],
  auditor: ['auditTrail', '/audit'],
}

export function startOf(viewer: Pick<Viewer, 'office' | 'reads'>): string {
  const [field, path] = BEGINS[viewer.office.id] ?? []
  return field && path && mayRead(viewer, field) ? path : '/'
}
