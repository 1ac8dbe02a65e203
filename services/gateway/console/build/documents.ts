// Trusted documents: importing a .graphql file yields its id; the build writes dist/documents.json for the gateway.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const folder = join(import.meta.dirname, '..', 'src', 'documents')

/** The id the gateway knows a document by: SHA-256 of the file's exact text, in hex. */
export const documentId = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

export function documents(): Plugin {
  return {
    name: 'documents',
    load(id) {
      if (!id.endsWith('.graphql')) return null
      return { code: `export default ${JSON.stringify(documentId(readFileSync(id, 'utf8')))}`, moduleType: 'js' }
    },
    generateBundle() {
      const texts = readdirSync(folder)
        .filter((name) => name.endsWith('.graphql'))
        .sort()
        .map((name) => readFileSync(join(folder, name), 'utf8'))
      const source = JSON.stringify(Object.fromEntries(texts.map((text) => [documentId(text), text])), null, 1)
      this.emitFile({ type: 'asset', fileName: 'documents.json', source })
    },
  }
}
