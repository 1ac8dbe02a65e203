// Which kinds of lists are imported, and where; what the office may import the service's document says. Pure.
import type { OpenApi } from '../../forms/schema.ts'
import type { Phrase } from '../../language/phrase.ts'
import { IMPORT } from '../../words/imports.ts'

export interface Kind {
  /** "roster" */
  id: string
  /** Where its imports are: "/roster". */
  path: string
  words: Phrase
}

/** In the order in which they are offered. */
export const KINDS: readonly Kind[] = [
  { id: 'roster', path: '/roster', words: IMPORT.roster },
  { id: 'headcounts', path: '/headcounts', words: IMPORT.headcounts },
]

export const kindOf = (id: string | undefined): Kind | null => KINDS.find((kind) => kind.id === id) ?? null

/** Those that the office may import. */
export const kindsFor = (api: OpenApi | null | undefined, office: string): Kind[] =>
  KINDS.filter(({ path }) => api?.paths[path]?.post?.['x-offices']?.includes(office))

export const mayImport = (api: OpenApi | null | undefined, office: string): boolean => kindsFor(api, office).length > 0
