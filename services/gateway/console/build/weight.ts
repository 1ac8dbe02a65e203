// What a browser loads for a view, by Vite's manifest. Pure.
export interface Chunk {
  file: string
  imports?: string[]
  dynamicImports?: string[]
  css?: string[]
  assets?: string[]
}
export type Manifest = Record<string, Chunk>

const ENTRY = 'index.html'

/** Each view with the parts that it loads beside the entry, as `lazily` names them. */
export const VIEWS: Record<string, string[]> = {
  overview: ['src/charts/echarts.ts'],
  township: ['src/charts/echarts.ts'],
  desk: ['src/desks/membership/part.ts'],
  form: ['src/desks/part.ts'],
  records: ['src/views/records/part.ts'],
  board: ['src/desks/boards/part.ts'],
  import: ['src/desks/imports/part.ts'],
  paper: ['src/desks/papers/part.ts'],
  work: ['src/views/work/part.ts'],
  audit: ['src/views/audit/part.ts'],
}

/** The files of the page itself and of some parts, each once. Fails when a part is no longer there. */
export function loaded(manifest: Manifest, parts: string[]): Set<string> {
  const files = new Set([ENTRY])
  const seen = new Set<string>()
  const take = (name: string) => {
    if (seen.has(name)) return
    seen.add(name)
    const chunk = manifest[name]
    if (!chunk) throw new Error(`the build has no part ${name}`)
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file)
    for (const other of chunk.imports ?? []) take(other)
  }
  for (const name of [ENTRY, ...parts]) take(name)
  return files
}
