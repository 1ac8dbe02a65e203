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
  { id: 'organisations', words: ['组织', 'Organisations'], tags: ['organisations', 'employers', 'terms', 'elections', 'committees', 'restructurings'] },
  { id: 'members', words: ['会员', 'Members'], tags: ['members', 'labels'] },
  { id: 'admission', words: ['入会与名册', 'Admission and rosters'], tags: ['applications', 'hires', 'roster', 'headcounts'] },
  { id: 'dues', words: ['会费经费', 'Dues and funds'], tags: ['dues', 'funds', 'parameters'] },
  { id: 'cadres', words: ['干部', 'Cadres'], tags: ['cadres', 'reviews', 'training'] },
  { id: 'congress', words: ['职代会', "Workers' congress"], tags: ['congresses', 'congress', 'motions'] },
  { id: 'openness', words: ['公开', 'Openness'], tags: ['openness'] },
  { id: 'consultation', words: ['集体协商', 'Collective consultation'], tags: ['consultation'] },
  { id: 'standardisation', words: ['规范化', 'Standardisation'], tags: ['assessments', 'checklists', 'standardisation'] },
]

/** Where a capability belongs that no section names: none is lost. */
const REST: Section = { id: 'other', words: ['其他', 'Other'], tags: [] }

/** "congress" stands for "congress_sessions" as well. */
const place = ({ tags }: Section, tag: string): number => {
  const exact = tags.indexOf(tag)
  return exact >= 0 ? exact : tags.findIndex((each) => tag.startsWith(`${each}_`))
}

export const sectionOfTag = (tag: string): Section => SECTIONS.find((section) => place(section, tag) >= 0) ?? REST

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
    const its = <Each extends { tag: string }>(all: Each[]): Each[] =>
      all.filter(({ tag }) => sectionOfTag(tag) === section).sort((one, other) => place(section, one.tag) - place(section, other.tag))
    const found = { ...section, lists: its(lists), commands: its(commands) }
    return found.lists.length || found.commands.length ? [found] : []
  })
}

/** Whether a work item of this service belongs to a section: by the command that ends it. */
export function waitsFor(section: Section, command: string | null, commands: Command[]): boolean {
  const [service, path] = (command ?? '').split(':')
  const tag = service === SERVICE ? commands.find((each) => each.path === path)?.tag : undefined
  return tag !== undefined && sectionOfTag(tag).id === section.id
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
  { id: 'sessions', list: '/congress-sessions', words: ['职代会会议看板', 'Sessions board'], by: 'state', order: ['called', 'inquorate', 'held', 'closed'], parts: ['planned_on', 'present', 'quorum'] },
  { id: 'motions', list: '/motions', words: ['提案看板', 'Motions board'], by: 'state', order: ['collected', 'filed', 'assigned', 'replied', 'rated', 'archived', 'refused'], parts: ['employer_name', 'department'] },
  {
    id: 'consultations',
    list: '/consultations',
    words: ['集体协商看板', 'Consultation board'],
    by: 'state',
    order: ['offered', 'stalled', 'negotiating', 'suspended', 'drafted', 'passed', 'signed', 'reported', 'received', 'in-force', 'concluded'],
    parts: ['level_words', 'workers'],
  },
]

export const boardOf = (service: string, list: string): Board | null => (service === SERVICE ? (BOARDS.find((board) => board.list === list) ?? null) : null)

/** Columns beside the name and the state, where the first parts of a row are not the ones that a clerk looks for. */
const COLUMNS: Record<string, readonly string[]> = {
  '/members': ['union_name', 'employer_name', 'employment_words', 'admitted_on'],
  '/members/transfers': ['union_name', 'to_union_name', 'requested_on', 'due_on'],
  '/unions': ['kind_words', 'parent_name', 'members', 'approved_on'],
  '/employers': ['unit_type_words', 'credit_code', 'headcount', 'headcount_on', 'covered_since'],
  '/terms': ['union_name', 'number', 'years', 'began_on', 'ends_on', 'due_on'],
  '/elections': ['union_name', 'ballot_words', 'entitled', 'present', 'due_on'],
  '/committees': ['union_name', 'committee_words', 'women', 'formed_on', 'due_on'],
  '/congresses': ['form_words', 'employees', 'delegates', 'last_met_on', 'due_on'],
  '/congress-sessions': ['kind_words', 'planned_on', 'held_on', 'present', 'quorum', 'due_on'],
  '/congress-delegates': ['union_name', 'electing', 'manager', 'elected_on'],
  '/congress-ballots': ['kind_words', 'method_words', 'delegates', 'yes', 'outcome_words', 'counted_on'],
  '/motions': ['employer_name', 'category_words', 'department', 'collected_on', 'due_on'],
  '/openness': ['employer_name', 'category_words', 'medium_words', 'published_on', 'suggestions'],
  '/openness-suggestions': ['disclosure_label', 'received_on', 'due_on', 'answered_on'],
  '/consultations': ['union_name', 'kind_words', 'level_words', 'workers', 'clock'],
  '/dues': ['union_name', 'begun', 'next_month', 'accrued_fen', 'arrears_fen'],
  '/dues/settlements': ['union_name', 'kind_words', 'from_month', 'to_month', 'amount_fen', 'settled_on'],
  '/funds': ['month', 'payroll_fen', 'amount_fen', 'left_fen', 'due_on'],
}

export const columnsOf = (service: string, list: string): readonly string[] | undefined => (service === SERVICE ? COLUMNS[list] : undefined)
