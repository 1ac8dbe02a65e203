// Words of the membership desk, its boards and its papers.
import type { Phrase } from '../language/phrase.ts'

export const MEMBERSHIP = {
  waits: ['等我办理', 'Waiting for me'],
  allWaiting: ['查看全部 {n} 件', 'See all {n}'],
  waitCount: ['待办 {n}', '{n} waiting'],
  find: ['查找会员', 'Find a member'],
  lists: ['列表', 'Lists'],
  import: ['批量导入名册', 'Import a roster'],
  and: ['、', ', '],
  open: ['进入组织与会员工作台', 'Open the membership desk'],
  board: ['看板', 'Board'],
  boardEmpty: ['没有', 'None'],
  boardMore: ['仅列出前 {n} 条；更多请看列表。', 'Only the first {n}; the list has the others.'],
  noColumn: ['其他', 'Other'],
  cards: ['{column}，{n} 条', '{column}, {n}'],
} satisfies Record<string, Phrase>
