// Numbers and codes: as pasted, of the right length, with the right check digit, and searched without standing in an address.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check } from '../src/forms/check.ts'
import { code, creditCodeRight, holdsCode, idNumberRight, lengthOf } from '../src/forms/code.ts'
import type { Field } from '../src/forms/fields.ts'
import { rowText } from '../src/forms/records.ts'
import { search } from '../src/forms/search.ts'
import { body, sent, type Values } from '../src/forms/values.ts'

const ID = '^[0-9]{17}[0-9Xx]$'
const PHONE = '^1[3-9][0-9]{9}$'
const CREDIT = '^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$'
const field = (name: string, schema: Field['schema'], more: Partial<Field> = {}): Field => ({
  name, kind: 'text', label: { zh: name, en: name }, hint: null, required: true, initial: '', options: [], source: null, schema, fields: [], ...more,
})
const FIELDS = [
  field('id_number', { pattern: ID, 'x-check': 'id-number' }),
  field('phone', { pattern: PHONE }),
  field('family', { items: { pattern: ID, 'x-check': 'id-number' } }, { kind: 'texts', required: false }),
]
const found = (values: Values) => Object.entries(check(FIELDS, { family: [], ...values }, '2026-11-23')).map(([at, { phrase, values: said }]) => [at, phrase[0], said])

test('what is pasted from a spreadsheet is sent as plain characters', () => {
  assert.equal(code(' １１０１０５\u00a01949-1231\u3000002Ｘ\u200b'), '11010519491231002X')
  assert.equal(sent(CREDIT, "'91340828 ma2mxxxx1q"), '91340828MA2MXXXX1Q')
  assert.equal(sent(undefined, '  王 五 '), '王 五')
  assert.deepEqual(body(FIELDS, { id_number: ' 110105 19491231 002x', phone: '138-0013-8000', family: ['１１０１０５１９４９１２３１００２Ｘ', ' '] }), {
    id_number: '11010519491231002x', phone: '13800138000', family: ['11010519491231002X'],
  })
})

test('a bad phone and a bad check digit are named in one round', () => {
  const text = ['格式不对', '身份证号校验位不正确，请逐位核对']
  assert.deepEqual(found({ id_number: '110105194912310021', phone: '23800138000' }).map(([at, said]) => [at, said]), [['/id_number', text[1]], ['/phone', text[0]]])
  assert.deepEqual(found({ id_number: '11010519491231002X', phone: '13800138000', family: ['', '110105194912310021'] }).map(([at]) => at), ['/family/0'])
})

test('a wrong length says how long it is and how long it should be', () => {
  assert.deepEqual(found({ id_number: '1101 0519', phone: '138' }), [
    ['/id_number', '应为 {n} 位，现为 {now} 位', { n: 18, now: 8 }],
    ['/phone', '应为 {n} 位，现为 {now} 位', { n: 11, now: 3 }],
  ])
  assert.deepEqual([ID, PHONE, CREDIT, '^[0-9]{12,19}$', '^[^0-9]+$'].map(lengthOf), [18, 11, 18, null, null])
  assert.deepEqual([ID, PHONE, CREDIT, '^[0-9]{12,19}$', '^[^0-9]+$', undefined].map(holdsCode), [true, true, true, true, false, false])
})

test('check digits are those of GB 11643 and GB 32100', () => {
  assert.deepEqual(['11010519491231002X', '440524188001010014', '110105194912310021'].map(idNumberRight), [true, true, false])
  assert.deepEqual(['91350100M000100Y43', '91350100M000100Y44'].map(creditCodeRight), [true, false])
})

test('a whole ID number is asked for by its last four and found by its mask', () => {
  const { text, fits } = search('110105 19491231 002x')
  assert.equal(text, '002X')
  assert.deepEqual([fits?.('王** 110105********002X'), fits?.('李** 340828********002X')], [true, false])
  assert.deepEqual(search('王五'), { text: '王五', fits: null })
})

test('a transfer that waits shows the giving union and the one to join', () => {
  const row = { id: 'm', label: '王** 1101', words: { zh: '转会待接收', en: 'Waiting' }, union_name: '店前镇工会', to_union_name: '石关乡工会' }
  assert.equal(rowText(row, 'zh'), '王** 1101（转会待接收 · 店前镇工会 → 石关乡工会）')
})
