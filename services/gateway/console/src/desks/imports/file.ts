// A file on its way: as Base64 for a request, and back from an answer to the reader's disk.
import type { Caller } from '../../office/caller.ts'
import { save } from '../../show/csv.ts'

/** A file's content as Base64, without what a data URL says before it. */
export function base64(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'))
    reader.readAsDataURL(file)
  })
}

const KILO = 1024

/** "12 KB", "3.4 MB" */
export function fileSize(bytes: number, locale: string): string {
  const [value, unit] = bytes < KILO * KILO ? [bytes / KILO, 'KB'] : [bytes / KILO / KILO, 'MB']
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value)} ${unit}`
}

/** Fetches a file in the viewer's office and hands it over, named as the service names it. Fails where it is refused. */
export async function fetched(caller: Caller, path: string, otherwise: string): Promise<void> {
  const answer = await caller.fetch(path)
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
  save(nameIn(answer.headers.get('content-disposition')) ?? otherwise, await answer.blob())
}

/** RFC 6266: the extended name where there is one. */
export function nameIn(header: string | null): string | null {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')?.[1]
  if (extended) return decodeURIComponent(extended)
  return /filename="?([^";]+)"?/i.exec(header ?? '')?.[1] ?? null
}
