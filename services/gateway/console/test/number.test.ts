// Figures as people read them: exact, grouped, no data distinct from nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amountFen } from '../src/show/amount.ts'
import { compact, figure, perCent, plain, yuan } from '../src/show/number.ts'

test('fen become yuan without passing through a float', () => {
  assert.equal(yuan('0'), '0.00')
  assert.equal(yuan('5'), '0.05')
  assert.equal(yuan('-105'), '-1.05')
  assert.equal(yuan('9223372036854775807'), '92233720368547758.07')
  assert.equal(figure('9223372036854775807', 'fen', 'zh-CN'), '92,233,720,368,547,758.07')
})

test('no data is a dash, zero is a zero', () => {
  assert.equal(figure(null, 'count', 'zh-CN'), '–')
  assert.equal(figure(undefined, 'fen', 'en'), '–')
  assert.equal(figure('0', 'count', 'zh-CN'), '0')
  assert.equal(figure('0', 'fen', 'zh-CN'), '0.00')
})

test('parts per million become per cent', () => {
  assert.equal(perCent('812345'), '81.2345')
  assert.equal(perCent('1'), '0.0001')
  assert.equal(figure('1075000', 'percent', 'en'), '107.5%')
  assert.equal(plain('1075000', 'percent'), '107.5000')
})

test('axis labels are short in either language', () => {
  assert.equal(compact(12_000, 'zh-CN'), '1.2万')
  assert.equal(compact(12_000, 'en'), '12K')
})

test('an event about money says its amount: what is right after a correction, minus when voided', () => {
  const event = (data: object) => JSON.stringify({ data })
  assert.equal(amountFen(event({ amount_fen: 100_000 })), '100000')
  assert.equal(amountFen(event({ before: { amount_fen: 5 }, after: { amount_fen: 7 } })), '7')
  assert.equal(amountFen(event({ before: { amount_fen: 5 }, voids: 'x' })), '-5')
  assert.equal(amountFen(event({ member: 'x' })), null)
  assert.equal(amountFen('{}'), null)
})
