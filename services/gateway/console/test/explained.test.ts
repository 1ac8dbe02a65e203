// What explains a number: effects that add up, rows beside a total, whole lists, rates as they are shown.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Entry, Figure, Metric, Organisation, Page } from '../src/graph/types.ts'
import { everything } from '../src/lists/everything.ts'
import { inFile, signed } from '../src/show/number.ts'
import { effectOf, explains, total } from '../src/views/audit/effect.ts'
import { accessFacts, accountOf } from '../src/views/audit/access.ts'
import { auditFilter } from '../src/views/audit/filter.ts'
import { aboutType, recordOf } from '../src/views/audit/subject.ts'
import { rest, tops } from '../src/views/rest.ts'

const metric = (id: string, kind = 'stock'): Metric => ({ id, kind }) as Metric
const figures = (values: Record<string, string | null>): Figure[] =>
  Object.entries(values).map(([id, value]) => ({ metric: { id }, value, numerator: null, denominator: null }))

test('what is on record for the county itself makes the rows add up to the total', () => {
  const catalogue = [metric('unions'), metric('aid-paid', 'flow'), metric('rate', 'ratio'), metric('people', 'distinct')]
  const whole = figures({ unions: '121', 'aid-paid': '500', rate: '7', people: '9' })
  const rows = [figures({ unions: '100', 'aid-paid': '500' }), figures({ unions: '20', 'aid-paid': null })]
  const beside = rest(whole, rows, catalogue)
  assert.deepEqual(beside?.map((figure) => [figure.metric.id, figure.value]), [['unions', '1'], ['aid-paid', '0']])
  assert.equal(rest(whole, [whole], catalogue), null)
})

test('of organisations, only those below no other one of the list are added up', () => {
  const row = (id: string, parent: string | null) => ({ id, parent }) as Organisation
  assert.deepEqual(tops([row('town', 'federation'), row('base', 'town'), row('employer', null)]).map(({ id }) => id), ['town', 'employer'])
})

test('effects are those in the area, with their sign, and add up', () => {
  const entry = { effects: [
    { metric: { id: 'members' }, area: '340828207', delta: '-1' },
    { metric: { id: 'members' }, area: '340828101', delta: '1' },
    { metric: { id: 'admissions' }, area: '340828101', delta: '1' },
  ] }
  assert.equal(effectOf(entry, 'members', '340828207'), '-1')
  assert.equal(effectOf(entry, 'members', '340828'), '0')
  assert.equal(effectOf(entry, 'unions', '340828'), null)
  assert.equal(total(['1', null, '-3']), '-2')
  assert.equal(signed('1', 'count', 'zh-CN'), '+1')
  assert.equal(signed('-123456', 'fen', 'zh-CN'), '−1,234.56')
  assert.equal(signed('0', 'count', 'zh-CN'), '0')
  assert.equal(explains(metric('x', 'ratio')) || explains(metric('x', 'distinct')), false)
})

test('a file says rates as the page does, and numbers that can be added', () => {
  assert.equal(inFile('577777', 'percent', 'zh-CN'), '57.8%')
  assert.equal(inFile('123456', 'fen', 'zh-CN'), '1234.56')
  assert.equal(inFile(null, 'count', 'zh-CN'), '')
})

test('a record is read where its event says, a look at a person where the person is', () => {
  const entry = (type: string, data = {}) =>
    ({ type: `cn.gonghui.${type}`, subject: 's', event: JSON.stringify({ data }) }) as Entry
  assert.deepEqual(recordOf(entry('membership.member.admitted.v1')), { service: 'membership', list: '/members', id: 's' })
  const voided = entry('assistance.record.voided.v1', { type: 'cn.gonghui.assistance.aid.paid.v1' })
  assert.equal(aboutType(voided), 'cn.gonghui.assistance.aid.paid.v1')
  assert.deepEqual(recordOf(voided), { service: 'assistance', list: '/aid', id: 's' })
  assert.equal(recordOf(entry('activities.activity.registered.v1'))?.list, '/registrations')
  assert.equal(recordOf(entry('activities.activity.held.v1'))?.list, '/activities')
  assert.equal(recordOf(entry('assistance.personal-data-revealed.v1'))?.list, '/households')
  assert.equal(recordOf(entry('membership.union.approved.v1')), null) // named in the trail itself
})

test('access is a filter of the trail, and says whose office it was and what was refused', () => {
  assert.deepEqual(auditFilter({ access: 'offices' }).types, ['cn.gonghui.membership.appointment.made.v1', 'cn.gonghui.membership.appointment.ended.v1'])
  assert.equal(auditFilter({ access: 'nonsense' }).types, undefined)
  assert.ok(auditFilter({ access: 'all' }).types?.includes('cn.gonghui.gateway.session.signed-in.v1'))
  const entry = (type: string, data = {}) => ({ type: `cn.gonghui.${type}`, event: JSON.stringify({ data }) })
  const made = entry('membership.appointment.made.v1', { account: 'a', since: '2026-01-01', until: null })
  assert.equal(accountOf(made), 'a')
  assert.deepEqual(accessFacts(made).map(({ value }) => value), ['a', '2026-01-01'])
  const refused = entry('assistance.access.refused.v1', { action: 'aid.pay', code: 'office-may-not', area: null })
  assert.deepEqual(accessFacts(refused).map(({ value }) => value), ['aid.pay', 'office-may-not'])
  assert.equal(accountOf(refused), '')
  assert.equal(accountOf(entry('membership.member.admitted.v1')), null)
  assert.deepEqual(accessFacts(entry('membership.member.admitted.v1', { account: 'a' })), [])
})

test('a list is read to its end, or to the bound and says so', async () => {
  const asked: number[] = []
  const ask = async (after: string | null, first: number): Promise<Page<number>> => {
    asked.push(first)
    const from = Number(after ?? 0)
    const edges = Array.from({ length: Math.min(first, 250 - from) }, (_, n) => ({ cursor: String(from + n + 1), node: from + n }))
    return { edges, pageInfo: { hasNextPage: from + edges.length < 250, endCursor: edges.at(-1)?.cursor ?? null } }
  }
  const told: number[] = []
  const whole = await everything(ask, (count) => told.push(count))
  assert.deepEqual([whole.rows.length, whole.more, told], [250, false, [100, 200, 250]])
  const some = await everything(ask, undefined, 120)
  assert.deepEqual([some.rows.length, some.more, some.after], [120, true, '120'])
  const further = await everything(ask, undefined, 20, some.after)
  assert.deepEqual(further.rows, Array.from({ length: 20 }, (_, n) => 120 + n))
  assert.deepEqual(asked, [100, 100, 100, 100, 20, 20])
})
