// A table as CSV that spreadsheets open safely: UTF-8 with BOM, no cell that a spreadsheet would take for a formula.
const cell = (text: string): string => {
  const numeric = /^-?\d+(\.\d+)?$/.test(text)
  const safe = !numeric && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csv = (rows: string[][]): string => `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`

/** Hand the reader a file. */
export function save(name: string, text: BlobPart, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
