// A table as a workbook (ECMA-376): one sheet, numbers as numbers, everything else as text; zipped without compression. Pure.
export type Cell = string | number

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const OFFICE = 'http://schemas.openxmlformats.org'
const TYPES = `${HEAD}<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`
const related = (id: string, kind: string, target: string) =>
  `${HEAD}<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="${id}" Type="${OFFICE}/officeDocument/2006/relationships/${kind}" Target="${target}"/></Relationships>`

/** The bytes of the file; the sheet is named `name`. */
export function xlsx(name: string, rows: Cell[][]): Uint8Array<ArrayBuffer> {
  const sheet = `${HEAD}<worksheet xmlns="${OFFICE}/spreadsheetml/2006/main"><sheetData>${rows.map(line).join('')}</sheetData></worksheet>`
  const book = `${HEAD}<workbook xmlns="${OFFICE}/spreadsheetml/2006/main" xmlns:r="${OFFICE}/officeDocument/2006/relationships"><sheets><sheet name="${escaped(sheetName(name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`
  return zipped({
    '[Content_Types].xml': TYPES,
    '_rels/.rels': related('rId1', 'officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': book,
    'xl/_rels/workbook.xml.rels': related('rId1', 'worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': sheet,
  })
}

const MOST_NAME = 31
const sheetName = (name: string): string => name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, MOST_NAME)

const line = (cells: Cell[]): string => `<row>${cells.map(cell).join('')}</row>`
const cell = (value: Cell): string =>
  typeof value === 'number' ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/** Characters that XML does not know are left out. */
const escaped = (text: string): string => text.replaceAll(/[\0-\x08\x0B\x0C\x0E-\x1F]/g, '').replaceAll(/[&<>"]/g, (sign) => SIGNS[sign] ?? '')

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) value = (TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8)
  return (value ^ 0xffffffff) >>> 0
}

const UTF8_NAMES = 0x0800
const DAY_ONE = 0x0021 // 1 January 1980: the same table makes the same file

/** A ZIP archive of stored files (APPNOTE 4.3). */
function zipped(files: Record<string, string>): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const bodies: Uint8Array[] = []
  const index: Uint8Array[] = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const [path, data] = [encoder.encode(name), encoder.encode(text)]
    const common = [20, UTF8_NAMES, 0, 0, DAY_ONE]
    const sizes = [crc32(data), data.length, data.length]
    const local = record(0x04034b50, common, sizes, [path.length, 0])
    bodies.push(local, path, data)
    index.push(record(0x02014b50, [20, ...common], sizes, [path.length, 0, 0, 0, 0], [0, at]), path)
    at += local.length + path.length + data.length
  }
  const indexed = index.reduce((sum, each) => sum + each.length, 0)
  const count = Object.keys(files).length
  return joined([...bodies, ...index, record(0x06054b50, [0, 0, count, count], [indexed, at], [0])])
}

/** Little-endian fields: a signature, then 16, 32, 16 and 32 bits wide by turns. */
function record(signature: number, ...fields: number[][]): Uint8Array {
  const length = 4 + fields.reduce((sum, group, turn) => sum + group.length * (turn % 2 ? 4 : 2), 0)
  const view = new DataView(new ArrayBuffer(length))
  view.setUint32(0, signature, true)
  let at = 4
  for (const [turn, group] of fields.entries()) {
    for (const value of group) {
      if (turn % 2) view.setUint32(at, value, true)
      else view.setUint16(at, value, true)
      at += turn % 2 ? 4 : 2
    }
  }
  return new Uint8Array(view.buffer)
}

function joined(pieces: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
