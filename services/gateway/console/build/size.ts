// The page's weight, gzipped: what each first view loads must stay within the budget (docs/decisions/0078); the total is told.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { VIEWS, loaded, type Manifest } from './weight.ts'

const BUDGET = 260_000
const dist = join(import.meta.dirname, '..', 'dist')
const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')) as Manifest
const weight = (file: string): number => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length
const sum = (files: Iterable<string>): number => [...files].reduce((total, file) => total + weight(file), 0)
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`

const heavy = Object.entries(VIEWS).filter(([view, parts]) => {
  const bytes = sum(loaded(manifest, parts))
  console.log(`${view.padEnd(10)} ${kilobytes(bytes)} gzip of ${kilobytes(BUDGET)}`)
  return bytes > BUDGET
})
const all = readdirSync(join(dist, 'assets')).map((name) => `assets/${name}`)
console.log(`${'all parts'.padEnd(10)} ${kilobytes(sum(['index.html', ...all]))} gzip`)
if (heavy.length) {
  console.error(`over the budget: ${heavy.map(([view]) => view).join(', ')}`)
  process.exit(1)
}
