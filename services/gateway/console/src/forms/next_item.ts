// Which work item comes after one that was handled. Pure.
import type { WorkItem } from '../graph/types.ts'

/** The most urgent of the same kind, else of any kind that a form ends; null when nothing else waits. */
export function nextItem(items: WorkItem[], command: string, handled: string): WorkItem | null {
  const waiting = items.filter((item) => item.command && !(item.command === command && item.subject === handled))
  return waiting.find((item) => item.command === command) ?? waiting[0] ?? null
}
