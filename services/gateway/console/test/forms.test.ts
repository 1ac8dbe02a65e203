// From an OpenAPI document to commands, fields, checks and bodies.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { check } from '../src/forms/check.ts'
import { asksOf, commandsOf, grouped, isForm } from '../src/forms/commands.ts'
import { fieldsOf, type Field } from '../src/forms/fields.ts'
import { uuid7 } from '../src/forms/ids.ts'
import { byField } from '../src/forms/problem.ts'
import type { OpenApi, Schema } from '../src/forms/schema.ts'
import { blank, body, fen, type Values } from '../src/forms/values.ts'
import { commandAddress, formAddress } from '../src/forms/where.ts'

const TODAY = '2026-11-23'
const command = (name: string, more: object = {}) => ({
  operationId: name,
  tags: ['members'],
  requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Admit' } } } },
  'x-command': true,
  'x-words': { zh: name, en: name },
  'x-offices': ['township-clerk'],
  'x-emits': ['member.admitted.v1'],
  ...more,
})
const ADMIT: Schema = {
  type: 'object',
  required: ['union', 'name', 'amount_fen', 'occurred_on', 'consent'],
  properties: {
    id: { anyOf: [{ type: 'string', format: 'uuid' }, { type: 'null' }], 'x-hidden': true },
    union: { type: 'string', format: 'uuid', title: '工会', 'x-title-en': 'Union', 'x-picker': 'union', 'x-picker-source': 'membership:/unions?state=active' },
    name: { type: 'string', title: '姓名', minLength: 2, maxLength: 4, pattern: '^[^0-9]+$' },
    kind: { $ref: '#/components/schemas/Kind', title: '类型' },
    amount_fen: { type: 'integer', exclusiveMinimum: 0, maximum: 100_000, 'x-unit': 'fen', title: '金额' },
    guests: { anyOf: [{ type: 'integer', minimum: 0 }, { type: 'null' }], default: 0 },
    occurred_on: { type: 'string', format: 'date' },
    planned_on: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
    attended: { type: 'array', items: { type: 'string', format: 'uuid' }, maxItems: 2, 'x-picker': 'member', 'x-picker-source': '/members' },
    numbers: { type: 'array', items: { type: 'string' } },
    consent: { type: 'boolean', title: '同意' },
    area: { anyOf: [{ type: 'string', pattern: '^[0-9]{9}$' }, { type: 'null' }], 'x-picker': 'area' },
    place: { $ref: '#/components/schemas/Place' },
    steps: { type: 'array', items: { $ref: '#/components/schemas/Place' } },
  },
}
const API: OpenApi = {
  paths: {
    '/members': { get: { operationId: 'members.listed', 'x-words': { zh: '会员列表', en: 'Members' } }, post: command('members.admit', { 'x-creates': true }) },
    '/members/transfers': { get: { operationId: 'members.transfers', 'x-words': { zh: '待接收', en: 'Waiting' } } },
    '/members/{member}': { get: { operationId: 'members.one' } },
    '/members/{member}/transfer': { post: command('members.transfer') },
    '/log': { post: { operationId: 'log' } },
  },
  components: {
    schemas: {
      Admit: ADMIT,
      Kind: { type: 'string', enum: ['a', 'b'], 'x-options': [{ value: 'a', zh: '甲', en: 'A' }, { value: 'b', zh: '乙', en: 'B' }] },
      Place: { type: 'object', required: ['town'], properties: { town: { type: 'string', title: '镇' } } },
    },
  },
  tags: [{ name: 'members', 'x-words': { zh: '会员', en: 'Members' } }],
}
const FIELDS = fieldsOf('activities', API, { $ref: '#/components/schemas/Admit' })
const field = (name: string): Field => FIELDS.find((each) => each.name === name) as Field
const values = (changes: Values): Values => ({ ...blank(FIELDS, TODAY), union: 'u', consent: 'false', name: '王五', amount_fen: '12.5', place: { town: '石关' }, ...changes })
const wrongAt = (changes: Values): string[] => Object.keys(check(FIELDS, values(changes), TODAY))

test('commands are found with their group, their record, its lists and its address', () => {
  const [admit, transfer, ...others] = commandsOf('membership', API)
  assert.equal(others.length, 0)
  assert.deepEqual([admit?.creates, admit?.record, admit?.lists], [true, null, []])
  assert.deepEqual(admit?.emits, ['cn.gonghui.membership.member.admitted.v1'])
  assert.equal(transfer?.record, 'member')
  assert.deepEqual(transfer?.lists.map((list) => list.path), ['/members', '/members/transfers'])
  assert.equal(transfer?.one, '/members/{id}')
  assert.equal(transfer && asksOf(transfer, { state: 'active' }), null)
  assert.deepEqual(grouped(commandsOf('membership', API)).map((each) => each.group.en), ['Members'])
  assert.equal(formAddress('membership', 'members.admit'), '/desk/membership/members/admit')
  assert.equal(commandAddress('membership:/members/{member}/transfer', 'x'), '/desk/membership?path=%2Fmembers%2F%7Bmember%7D%2Ftransfer&record=x')
})

test('a command offers the records it can act on, where it names their list', () => {
  const schema = { type: 'string', title: '待接收的会员', 'x-title-en': 'Transfers to accept', 'x-picker': 'member', 'x-picker-source': '/members/transfers' }
  const parameters = [{ name: 'member', in: 'path', required: true, schema }]
  const [accept] = commandsOf('membership', { ...API, paths: { ...API.paths, '/members/{member}/accept': { post: command('members.accept', { parameters }) } } })
    .filter(({ id }) => id === 'members.accept')
  assert.deepEqual(accept?.lists, [{ path: '/members/transfers', words: { zh: '待接收的会员', en: 'Transfers to accept' }, offices: null }])
  assert.equal(accept && asksOf(accept, { state: 'waiting' }), '/members/transfers')
  assert.equal(accept?.one, '/members/{id}')
})

test('each property gets the field its schema asks for, in order, hidden ones left out', () => {
  assert.deepEqual(
    FIELDS.map(({ name, kind }) => `${name}:${kind}`),
    ['union:record', 'name:text', 'kind:choice', 'amount_fen:fen', 'guests:integer', 'occurred_on:day', 'planned_on:day', 'attended:records', 'numbers:texts', 'consent:choice', 'area:area', 'place:group', 'steps:groups'],
  )
  assert.deepEqual(field('union').source, { service: 'membership', path: '/unions?state=active' })
  assert.deepEqual(field('attended').source, { service: 'activities', path: '/members' })
  assert.deepEqual(field('kind').options[1], { value: 'b', words: { zh: '乙', en: 'B' } })
  assert.deepEqual(field('union').label, { zh: '工会', en: 'Union' })
  assert.deepEqual([field('guests').initial, field('guests').required], ['0', false])
})

test('a form that fits is sent as its schema says, empty optional fields left out', () => {
  assert.deepEqual(wrongAt({}), [])
  assert.deepEqual(body(FIELDS, values({ numbers: [' 1 ', ''] })), {
    union: 'u', name: '王五', amount_fen: 1250, guests: 0, occurred_on: TODAY, numbers: ['1'], consent: false, place: { town: '石关' }, steps: [],
  })
})

test('what does not fit is named at its pointer', () => {
  assert.deepEqual(wrongAt({ union: '', name: '王' }), ['/union', '/name'])
  assert.deepEqual(wrongAt({ name: '王五六七八' }), ['/name'])
  assert.deepEqual(wrongAt({ name: '王5' }), ['/name'])
  for (const amount of ['0', '1000.01', '1.234', 'x', '-1']) assert.deepEqual(wrongAt({ amount_fen: amount }), ['/amount_fen'], amount)
  for (const guests of ['1.5', '-1', 'two']) assert.deepEqual(wrongAt({ guests }), ['/guests'], guests)
  assert.deepEqual(wrongAt({ occurred_on: '2026-11-24' }), ['/occurred_on'])
  assert.deepEqual(wrongAt({ planned_on: '2026-12-24' }), [])
  assert.deepEqual(wrongAt({ attended: ['a', 'b', 'c'] }), ['/attended'])
  assert.deepEqual(wrongAt({ place: { town: '' }, steps: [{ town: '' }] }), ['/place/town', '/steps/0/town'])
})

test('yuan become fen exactly', () => {
  assert.deepEqual(['0.1', '1,234.56', '1，000', '12.345', '', '1e3'].map(fen), [10, 123456, 100000, null, null, null])
})

test('problem details find their fields in either language', () => {
  const problem = { status: 422, code: 'x', title: '', title_en: '', detail: '', detail_en: '', errors: [{ pointer: '/name', detail: '不对', detail_en: 'wrong' }] }
  assert.deepEqual(byField(problem, 'zh'), { '/name': '不对' })
  assert.deepEqual(byField(problem, 'en'), { '/name': 'wrong' })
})

test('ids are UUIDv7 of their moment', () => {
  assert.match(uuid7(0x0192_0000_0001), /^01920000-0001-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.notEqual(uuid7(1), uuid7(1))
})

test('every form of every service sends each value in the type that its schema names', () => {
  const folder = new URL('../../../../contracts/schemas/openapi/', import.meta.url)
  for (const service of ['membership', 'assistance', 'activities']) {
    const api = JSON.parse(readFileSync(new URL(`${service}.json`, folder), 'utf-8')) as OpenApi
    for (const each of commandsOf(service, api).filter(isForm)) {
      const fields = fieldsOf(service, api, each.schema)
      assert.notEqual(fields.length, 0, each.id)
      const sent = body(fields, typed(fields))
      assert.deepEqual(Object.keys(sent), fields.map(({ name }) => name), each.id)
      for (const { name, schema } of fields) assert.equal(typeOf(sent[name]), schema.type ?? 'string', `${each.id} ${name}`)
    }
  }
})

/** What somebody types, in every field: inputs hold text, switches true or false, lists several. */
function typed(fields: Field[]): Values {
  const entered = ({ kind, fields: inner }: Field): Values[string] => {
    if (kind === 'flag') return true
    if (kind === 'group') return typed(inner)
    if (kind === 'groups') return [typed(inner)]
    if (kind === 'texts' || kind === 'records') return ['1']
    return kind === 'day' ? TODAY : '12'
  }
  return Object.fromEntries(fields.map((each) => [each.name, entered(each)]))
}

const typeOf = (value: unknown): string =>
  Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value
