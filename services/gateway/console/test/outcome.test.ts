// What is said after a command: the figures of the areas it concerns, what was filled in, and what waits next.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compared, concerned, placesOf } from '../src/forms/effect.ts'
import type { Field } from '../src/forms/fields.ts'
import { nextItem } from '../src/forms/next_item.ts'
import { lines, masked, shownText } from '../src/forms/summary.ts'
import type { Unit, WorkItem } from '../src/graph/types.ts'

const unit = (code: string, members: string): Unit => ({
  code,
  name: { zh: code, en: code },
  metrics: [{ metric: { id: 'members' }, value: members, numerator: null, denominator: null }],
})
const county = (members: string, ...townships: Unit[]) => ({ ...unit('340828', members), townships })
const plain = (_: string, value: string | null) => String(value)
const field = (name: string, more: Partial<Field> = {}): Field => ({
  name, kind: 'text', label: { zh: name, en: name }, hint: null, required: true, initial: '', options: [], source: null, schema: {}, fields: [], ...more,
})

test('a transfer accepted moves the townships and leaves the county as it was', () => {
  const areas = concerned('340828207', { id: 'm', area: '340828101', to_area: '340828207' }, [], {})
  assert.deepEqual(areas, ['340828207', '340828101'])
  const before = placesOf(county('2000', unit('340828101', '90'), unit('340828207', '240'), unit('340828102', '5')), areas)
  const after = placesOf(county('2000', unit('340828101', '89'), unit('340828207', '241'), unit('340828102', '6')), areas)
  const found = compared(before, after, plain).map(({ name, moved }) => [name.zh, moved])
  assert.deepEqual(found, [['340828207', ['members']], ['340828101', ['members']], ['340828', []]])
})

test('the county compares the township that is filled in, and nothing that could not be read before', () => {
  const areas = concerned('340828', null, [field('area', { kind: 'area' })], { area: '340828101' })
  assert.deepEqual(areas, ['340828101'])
  assert.deepEqual(compared([], placesOf(county('1', unit('340828101', '1')), areas), plain), [])
})

test('every filled field is repeated, those of groups too, empty ones left out', () => {
  const fields = [field('name'), field('phone'), field('size', { kind: 'integer' }), field('place', { kind: 'group', fields: [field('town')] }), field('consent', { kind: 'flag' })]
  const found = lines(fields, { name: '钱五', phone: '', size: '3', place: { town: '石关' }, consent: false })
  assert.deepEqual(found.map(({ pointer, value }) => [pointer, value]), [['/name', '钱五'], ['/size', '3'], ['/place/town', '石关'], ['/consent', false]])
})

test('names are repeated as typed, personal numbers masked as lists show them', () => {
  assert.equal(masked('11010519491231002X'), '110105********002X')
  const personal = (more: object = {}) => field('x', { schema: { 'x-personal': true, ...more } })
  assert.deepEqual(['钱五', '13800138000', '6222021234560001234', '138'].map((text) => shownText(personal(), text, String)), ['钱五', '138****8000', '****1234', '****138'])
  assert.equal(shownText(personal({ 'x-check': 'id-number' }), '11010519491231002X', String), '110105********002X')
  const family = field('numbers', { kind: 'texts', schema: { 'x-personal': true, items: { pattern: '^[0-9]{17}[0-9Xx]$', 'x-check': 'id-number' } } })
  assert.equal(shownText(family, ' 110105 19491231 002x', String), '110105********002x')
  assert.equal(shownText(field('amount', { kind: 'fen' }), '1,200', (fen) => `${fen} fen`), '120000 fen')
})

test('after a work item comes the next of its kind, else the most urgent that a form ends', () => {
  const item = (subject: string, command: string | null) => ({ subject, command }) as WorkItem
  const [accept, pay] = ['membership:/members/{member}/accept-transfer', 'assistance:/aid/{aid}/pay']
  const queue = [item('done', accept), item('a', null), item('b', pay), item('c', accept)]
  assert.equal(nextItem(queue, accept, 'done')?.subject, 'c')
  assert.equal(nextItem(queue.slice(0, 3), accept, 'done')?.subject, 'b')
  assert.equal(nextItem(queue.slice(0, 2), accept, 'done'), null)
})
