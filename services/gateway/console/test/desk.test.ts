// The membership desk drawn from the service's document: lists, filters, columns, what stands beside a record, history, boards.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { loaded, type Manifest } from '../build/weight.ts'
import { columnsOf as boardColumns } from '../src/desks/boards/columns.ts'
import { filled, SECTIONS, waitsFor, type Board } from '../src/desks/membership/declared.ts'
import { offersOf } from '../src/desks/offers.ts'
import { aboutOf } from '../src/forms/about.ts'
import { commandsOf, creating, fits, forOffice, putsRight } from '../src/forms/commands.ts'
import { besideOf, historyOf, listsOf, type List } from '../src/forms/lists.ts'
import { partsOf, shownParts } from '../src/forms/parts.ts'
import { called, type Row } from '../src/forms/records.ts'
import { listOfId } from '../src/forms/related.ts'
import type { OpenApi } from '../src/forms/schema.ts'
import { daysUntil } from '../src/show/day.ts'
import { xlsx } from '../src/show/xlsx.ts'
import { deskPlace, recordPlace } from '../src/views/places.ts'
import { linesOf, type Happened } from '../src/views/records/happened.ts'

const schemas = join(import.meta.dirname, '..', '..', '..', '..', 'contracts', 'schemas', 'openapi')
const API = JSON.parse(readFileSync(join(schemas, 'membership.json'), 'utf8')) as OpenApi
const CLERK = 'township-clerk'
const MEMBER = '01910000-0000-7000-8000-000000000001'
const UNION = '01910000-0000-7000-8000-000000000002'

const lists = listsOf('membership', API, CLERK)
const commands = forOffice(commandsOf('membership', API), CLERK)
const list = (path: string): List => {
  const found = lists.find((each) => each.path === path)
  assert.ok(found, path)
  return found
}

test('a list is narrowed by what its query declares: codes in words, records and areas chosen, nothing of paging', () => {
  const filters = Object.fromEntries(list('/members').filters.map((field) => [field.name, field]))
  assert.equal(filters.union?.kind, 'record')
  assert.deepEqual(filters.union.source, { service: 'membership', path: '/unions' })
  assert.equal(filters.state?.kind, 'choice')
  assert.ok(filters.state.options.every(({ value, words }) => words.zh !== value), 'every state has its words')
  assert.equal(filters.moved?.kind, 'flag')
  assert.equal(filters.limit, undefined)
  assert.equal(filters.q, undefined)
  assert.equal(list('/unions').filters.find(({ name }) => name === 'area')?.kind, 'area')
})

test('a narrower list leads to the records of the one it is a part of, and has no record of its own', () => {
  assert.equal(list('/members').one, '/members')
  assert.equal(list('/members/transfers').one, '/members')
  assert.ok(lists.every(({ path }) => !path.includes('{')))
})

test('the parts of a row are its words, not its codes and ids; names lead to the records they name', () => {
  const parts = partsOf(API, list('/members').row)
  const names = parts.map(({ name }) => name)
  for (const unsaid of ['id', 'revision', 'state', 'employment', 'union', 'label']) assert.ok(!names.includes(unsaid), unsaid)
  assert.deepEqual(parts.find(({ name }) => name === 'union_name')?.to, { list: '/unions', id: 'union' })
  assert.deepEqual(parts.find(({ name }) => name === 'to_union_name')?.to, { list: '/unions', id: 'to_union' })
  assert.equal(parts.find(({ name }) => name === 'due_on')?.kind, 'due')
  const few = shownParts(parts, ['union_name', 'due_on', 'nothing-of-that-name'], false)
  assert.deepEqual(few.map(({ name }) => name), ['words', 'union_name', 'due_on'])
})

test('beside a record stand the lists that can be narrowed to it, its history apart', () => {
  const beside = besideOf('membership', API, '/unions', UNION, CLERK)
  assert.ok(beside.some(({ path, by }) => path === '/members' && by === 'union'))
  assert.ok(beside.every(({ path }) => !path.endsWith('history')))
  assert.equal(historyOf(API, '/members', CLERK), 'history')
  assert.equal(historyOf(API, '/members', 'auditor'), null)
  assert.equal(listOfId(API, 'from_union'), '/unions')
  assert.equal(listOfId(API, 'weather'), null)
})

test('a record offers what fits its state, apart from what puts entries right, and what can be begun for it', () => {
  const fitting = commands.filter((command) => command.path.startsWith('/employers/{') && fits(command, { state: 'active' }))
  assert.ok(fitting.some(putsRight))
  assert.ok(fitting.some((command) => !putsRight(command)))
  const row = { id: UNION, state: 'active' }
  const about = aboutOf(API, commands, '/unions', row)
  assert.ok(about.some(({ command, field }) => command.id === 'members.admit' && field === 'union'))
  assert.deepEqual(aboutOf(API, commands, '/unions', { ...row, state: 'void' }).map(({ command }) => command.id).filter((id) => id === 'members.admit'), [])
  assert.ok(creating(commands, '/members').some(({ id }) => id === 'members.admit'))
})

test('every capability has its place at the desk, and an item waits in the section of the command that ends it', () => {
  const sections = filled(lists, commands)
  const placed = sections.flatMap((section) => section.commands)
  assert.equal(placed.length, commands.length)
  assert.deepEqual(sections.find(({ id }) => id === 'other')?.commands.map(({ tag }) => tag) ?? [], [])
  const members = SECTIONS.find(({ id }) => id === 'members')
  assert.ok(members)
  assert.ok(waitsFor(members, 'membership:/members/{member}/accept-transfer', commands))
  assert.ok(!waitsFor(members, 'assistance:/members/{member}/accept-transfer', commands))
  assert.ok(!waitsFor(members, null, commands))
})

test('a correction is told against what it puts right, a voiding by what was said', () => {
  const event = (data: Record<string, unknown>): Happened => ({
    id: MEMBER, type: 't', words: { zh: '更正', en: 'Corrected' }, occurred_on: '2026-03-01', recorded_at: '2026-03-01T00:00:00Z', actor: 'clerk',
    office: CLERK, office_words: {}, on_behalf_of: null, of: null, data, codes: { regular: { zh: '正式职工', en: 'Regular' }, migrant: { zh: '农民工', en: 'Migrant' } },
  })
  const before = { member: MEMBER, employment: 'regular', union: { org: UNION, area: '340828207' } }
  const corrected = linesOf('membership', API, event({ before, after: { ...before, employment: 'migrant' }, before_on: '2026-03-01', after_on: '2026-03-01' }), MEMBER)
  assert.deepEqual(corrected.map(({ name, before: was, after: is }) => [name, was, is]), [
    ['employment', { kind: 'words', words: { zh: '正式职工', en: 'Regular' } }, { kind: 'words', words: { zh: '农民工', en: 'Migrant' } }],
  ])
  const voided = linesOf('membership', API, event({ before, before_on: '2026-03-01' }), MEMBER)
  assert.ok(voided.every(({ after }) => after === null))
  assert.ok(voided.some(({ name, before: was }) => name === 'union' && was?.kind === 'record' && was.id === UNION))
  assert.ok(!voided.some(({ name }) => name === 'member'), 'the record itself needs no saying')
})

test('a board has its states in order, the urgent first, and loses no row', () => {
  const board: Board = { id: 'b', list: '/l', words: ['板', 'b'], by: 'state', order: ['offered', 'signed', 'gone'], parts: [] }
  const row = (id: string, state: string, due_on: string | null = null): Row => ({ id, state, due_on, words: { zh: state, en: state } })
  const rows = [row('1', 'signed'), row('2', 'odd'), row('3', 'signed', '2026-12-02'), row('4', 'signed', '2026-12-01')]
  const offered = { value: 'offered', words: { zh: '要约', en: 'Offered' } }
  const columns = boardColumns({ filters: [{ name: 'state', options: [offered] }] as never }, board, rows)
  assert.deepEqual(columns.map(({ code, rows: its }) => [code, its.map(called)]), [['offered', []], ['signed', ['4', '3', '1']], ['odd', ['2']]])
})

test('the menu knows what an office finds before any desk is loaded', () => {
  assert.deepEqual(offersOf(API, CLERK), { lists: true, commands: true })
  assert.deepEqual(offersOf(API, 'nobody'), { lists: false, commands: false })
})

test('addresses of records, lists and the desk are told apart', () => {
  assert.deepEqual(recordPlace(`/records/membership/members/${MEMBER}`), { service: 'membership', path: '/members', id: MEMBER })
  assert.deepEqual(recordPlace('/records/membership/members/transfers'), { service: 'membership', path: '/members/transfers', id: null })
  assert.equal(recordPlace('/records'), null)
  assert.deepEqual(deskPlace('/desk/membership'), { view: 'home' })
  assert.deepEqual(deskPlace('/desk/membership/boards/motions'), { view: 'board', id: 'motions' })
  assert.deepEqual(deskPlace('/desk/membership/import'), { view: 'import', kind: '', batch: '' })
  assert.deepEqual(deskPlace(`/records/membership/roster/${MEMBER}`), { view: 'import', kind: 'roster', batch: MEMBER })
  assert.equal(deskPlace('/desk/membership/members/admit'), null)
  assert.equal(daysUntil('2026-12-01', '2026-11-23'), 8)
})

test('a view weighs what it and the page itself load, each file once; a part that is gone is noticed', () => {
  const manifest: Manifest = {
    'index.html': { file: 'index.js', css: ['page.css'], dynamicImports: ['a.ts', 'b.ts'] },
    'a.ts': { file: 'a.js', imports: ['index.html', 'shared'], css: ['desk.css'] },
    'b.ts': { file: 'b.js', imports: ['shared'] },
    shared: { file: 'shared.js' },
  }
  assert.deepEqual([...loaded(manifest, ['a.ts'])].sort(), ['a.js', 'desk.css', 'index.html', 'index.js', 'page.css', 'shared.js'])
  assert.throws(() => loaded(manifest, ['c.ts']))
})

test('a workbook keeps numbers as numbers and text as text', () => {
  const text = new TextDecoder().decode(xlsx('会员/列表', [['姓名', '数'], ['a<b', 12.5], ['007', -1]]))
  assert.ok(text.startsWith('PK'))
  assert.match(text, /sheet name="会员 列表"/)
  assert.match(text, /<t xml:space="preserve">a&lt;b<\/t>.*<v>12.5<\/v>.*<t xml:space="preserve">007<\/t>.*<v>-1<\/v>/)
})
