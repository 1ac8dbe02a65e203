// What can be printed about a record of the membership desk, and which query it is printed from. Pure.
import type { OpenApi } from '../../forms/schema.ts'
import type { Phrase } from '../../language/phrase.ts'
import { PAPER } from '../../words/papers.ts'

export interface Paper {
  id: 'members' | 'certificate'
  words: Phrase
  /** The list whose records it is about. */
  of: string
  /** The query, the record's id at `{union}`. */
  query: string
}

export const PAPERS: readonly Paper[] = [
  { id: 'members', words: PAPER.members, of: '/unions', query: '/members/of-union/{union}' },
  { id: 'certificate', words: PAPER.certificate, of: '/unions', query: '/unions/{union}/certificate' },
]

/** Those that the service has, and the office may read. */
export const papersOf = (service: string, api: OpenApi, list: string, office: string): Paper[] =>
  service === 'membership' ? PAPERS.filter(({ of, query }) => of === list && api.paths[query]?.get?.['x-offices']?.includes(office)) : []
