// The membership desk as it is laid out: its sections by capability, boards, and the columns of its lists. Pure.
// What the office may do and see, and what it is called, the service's document says; this says where it stands.
import type { Command } from '../../forms/commands.ts'
import type { List } from '../../forms/lists.ts'
import type { Phrase } from '../../language/phrase.ts'

export const SERVICE = 'membership'

export interface Section {
  id: string
  words: Phrase
  /** Names of capabilities, in the order in which they are shown. */
  tags: readonly string[]
}

export const SECTIONS: readonly Section[] = [
  { id: 'organisations', words: ['组织', 'Organisations'], tags: ['organisations', 'employers', 'terms', 'elections', 'committees', 'restructuring'] },
  { id: 'members', words: ['会员', 'Members'], tags: ['members', 'flags', 'labels'] },
  { id: 'admission', words: ['入会与名册', 'Admission and rosters'], tags: ['applications', 'hires', 'roster', 'imports'] },
  { id: 'dues', words: ['会费经费', 'Dues and funds'], tags: ['dues', 'funds', 'parameters'] },
  { id: 'cadres', words: ['干部', 'Cadres'], tags: ['cadres', 'reviews', 'training'] },
  { id: 'congress', words: ['职代会', 'Workers’ congress'], tags: ['congress', 'ballots', 'motions'] },
  { id: 'openness', words: ['公开', 'Openness'], tags: ['openness'] },
  { id: 'consultation', words: ['集体协商', 'Collective consultation'], tags: ['consultation'] },
  { id: 'standardisation', words: ['规范化', 'Standardisation'], tags: ['standardisation'] },
]

/** Where a capability belongs that no section names: none is lost. */
const REST: Section = { id: 'other', words: ['其他', 'Other'], tags: [] }

export const sectionOfTag = (tag: string): Section => SECTIONS.find(({ tags }) => tags.includes(tag)) ?? REST

/** Of a list of this service; null of another's. */
export const sectionOf = (service: string, list: Pick<List, 'tag'> | undefined): Section | null =>
  service === SERVICE && list ? sectionOfTag(list.tag) : null

export interface Filled extends Section {
  lists: List[]
  commands: Command[]
}

/** The sections in which the office finds something, with what it finds there. */
export function filled(lists: List[], commands: Command[]): Filled[] {
  return [...SECTIONS, REST].flatMap((section) => {
    const order = (tag: string) => section.tags.indexOf(tag)
    const its = <Each extends { tag: string }>(all: Each[]): Each[] =>
      all.filter(({ tag }) => sectionOfTag(tag) === section).sort((one, other) => order(one.tag) - order(other.tag))
    const found = { ...section, lists: its(lists), commands: its(commands) }
    return found.lists.length || found.commands.length ? [found] : []
  })
}

/** Whether a work item of this service belongs to a section: by the command that ends it. */
export function waitsFor(section: Section, command: string | null, commands: Command[]): boolean {
  const [service, path] = (command ?? '').split(':')
  const tag = service === SERVICE ? commands.find((each) => each.path === path)?.tag : undefined
  return tag !== undefined && sectionOfTag(tag) === section
}

export interface Board {
  id: string
  list: string
  words: Phrase
  /** The field whose codes are the columns. */
  by: string
  /** The columns in their order; further states that rows have come after them. */
  order: readonly string[]
  /** Parts shown on a card, beside its name and its clock. */
  parts: readonly string[]
}

export const BOARDS: readonly Board[] = [
  { id: 'sessions', list: '/sessions', words: ['职代会会议看板', 'Sessions board'], by: 'state', order: ['planned', 'convened', 'open', 'held', 'closed'], parts: ['union_name', 'held_on'] },
  { id: 'motions', list: '/motions', words: ['提案看板', 'Motions board'], by: 'state', order: ['collected', 'filed', 'assigned', 'answered', 'judged', 'archived'], parts: ['union_name', 'owner'] },
  { id: 'consultations', list: '/consultations', words: ['集体协商看板', 'Consultation board'], by: 'state', order: ['offered', 'answered', 'negotiating', 'passed', 'signed', 'sent', 'in-force', 'expired'], parts: ['union_name', 'kind_words'] },
]

export const boardOf = (service: string, list: string): Board | null => (service === SERVICE ? (BOARDS.find((board) => board.list === list) ?? null) : null)

/** Columns beside the name and the state, where the first parts of a row are not the ones that a clerk looks for. */
const COLUMNS: Record<string, readonly string[]> = {
  '/members': ['union_name', 'employment_words', 'admitted_on'],
  '/members/transfers': ['union_name', 'to_union_name', 'requested_on', 'due_on'],
  '/unions': ['kind_words', 'members', 'founded_on', 'approved_on'],
  '/employers': ['unit_type_words', 'credit_code', 'headcount', 'headcount_on', 'covered_since'],
}

export const columnsOf = (service: string, list: string): readonly string[] | undefined => (service === SERVICE ? COLUMNS[list] : undefined)
