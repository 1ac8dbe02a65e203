// Tables: order, CSV; addresses of views.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orderOf, orderText, sorted } from '../src/lists/order.ts'
import { address, match, parse } from '../src/route/address.ts'
import { csv } from '../src/show/csv.ts'
import { auditFilter } from '../src/views/audit/filter.ts'

test('rows without data stay last, whichever way the table is sorted', () => {
  const rows = [{ n: 3 }, { n: null }, { n: 10 }]
  assert.deepEqual(sorted(rows, (row) => row.n, false, 'zh').map((row) => row.n), [3, 10, null])
  assert.deepEqual(sorted(rows, (row) => row.n, true, 'zh').map((row) => row.n), [10, 3, null])
  assert.deepEqual(orderOf(orderText({ key: 'members', down: true })), { key: 'members', down: true })
})

test('a spreadsheet finds numbers in a CSV, and no formula', () => {
  const text = csv([['乡镇', '人,"数"'], ['=1+1', '-5'], ['@x', '12.50'], ['-1+1', '']])
  assert.equal(text, "\ufeff乡镇,\"人,\"\"数\"\"\"\r\n'=1+1,-5\r\n'@x,12.50\r\n'-1+1,\r\n")
})

test('an address holds what was chosen, and nothing that was not', () => {
  const to = address('/audit', { metric: 'members', area: undefined, from: '2026-01-01' })
  assert.equal(to, '/audit?metric=members&from=2026-01-01')
  assert.deepEqual(parse('/audit', to.slice(6)).params, { metric: 'members', from: '2026-01-01' })
  assert.deepEqual(match('/township/:code', '/township/340828207'), { code: '340828207' })
  assert.equal(match('/township/:code', '/township'), null)
})

test('the audit filter asks only for what is filtered', () => {
  assert.deepEqual(auditFilter({ metric: 'members', to: '2026-11-23', sort: 'x', known: '' }), {
    metric: 'members',
    occurredTo: '2026-11-23',
  })
})
