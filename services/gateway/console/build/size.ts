// The page's weight: everything a browser may load, gzipped, must stay within its budget.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const BUDGET = 260_000
const dist = join(import.meta.dirname, '..', 'dist')
const weight = (path: string): number => gzipSync(readFileSync(path), { level: 9 }).length

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'documents.json')
  .map((entry) => join(entry.parentPath, entry.name))
const total = files.reduce((sum, path) => sum + weight(path), 0)
console.log(`page: ${(total / 1000).toFixed(1)} kB gzip of ${BUDGET / 1000} kB`)
if (total > BUDGET) {
  console.error('the page is over its budget')
  process.exit(1)
}
