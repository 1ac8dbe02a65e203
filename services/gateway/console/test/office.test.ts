// What an office finds: its forms and the lists behind them, its records, its first page, what it may be shown in full.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { commandsOf, forOffice } from '../src/forms/commands.ts'
import { besideOf, listsOf, mayReadOne } from '../src/forms/lists.ts'
import type { OpenApi } from '../src/forms/schema.ts'
import { startOf } from '../src/office/start.ts'
import { revealOf, revealUrl } from '../src/reveal/declared.ts'

const document = (service: string): OpenApi =>
  JSON.parse(readFileSync(new URL(`../../../../contracts/schemas/openapi/${service}.json`, import.meta.url), 'utf8')) as OpenApi
const MEMBERSHIP = document('membership')
const forms = (office: string) => forOffice(commandsOf('membership', MEMBERSHIP), office)
const lists = (office: string) => listsOf('membership', MEMBERSHIP, office).map(({ path }) => path)

test('an office finds its own forms, each with a list that it may read', () => {
  const found = ['county-organiser', 'township-clerk', 'auditor'].map((office) => forms(office))
  assert.ok(found.every((commands) => commands.every((command) => !command.record || command.lists.length > 0)))
  const [organiser, clerk, auditor] = found.map((commands) => commands.map(({ id }) => id))
  assert.ok(organiser?.includes('cadres.appoint') && !clerk?.includes('cadres.appoint'))
  assert.ok(clerk?.includes('members.admit') && !organiser?.includes('members.admit'))
  assert.ok(!auditor?.some((id) => id.startsWith('members.')))
  assert.deepEqual(forms('member'), [])
})

test('showing somebody in full is no form of the desk', () => {
  assert.deepEqual(commandsOf('membership', MEMBERSHIP).filter(({ path }) => path.endsWith('/reveal')), [])
})

test('an office looks up the lists it may read, and no others', () => {
  assert.ok(lists('township-clerk').includes('/members'))
  assert.ok(!lists('auditor').includes('/members') && lists('auditor').includes('/appointments'))
  assert.ok(!lists('township-clerk').includes('/labels'))
  assert.deepEqual([mayReadOne(MEMBERSHIP, '/members', 'township-clerk'), mayReadOne(MEMBERSHIP, '/members', 'auditor')], [true, false])
  assert.equal(mayReadOne(MEMBERSHIP, '/nothing', 'township-clerk'), false)
})

test('what may be shown in full, and why, is what the service declares, for the offices it names', () => {
  const reveal = revealOf('membership', MEMBERSHIP, '/members', 'township-clerk')
  assert.deepEqual(reveal?.fields.map(({ value }) => value), ['name', 'id_number', 'phone'])
  assert.ok(reveal.purposes.some(({ value, words }) => value === 'verify' && words.zh === '核对身份'))
  assert.equal(revealUrl(reveal, 'x'), '/api/membership/members/x/reveal')
  assert.equal(revealOf('membership', MEMBERSHIP, '/members', 'auditor'), null)
  assert.equal(revealOf('membership', MEMBERSHIP, '/unions', 'township-clerk'), null)
})

test('an office begins where its work is, as far as it may read that', () => {
  const viewer = (id: string, reads: string[]) => ({ office: { id, words: { zh: id, en: id } }, reads })
  assert.equal(startOf(viewer('county-approver', ['workQueue'])), '/work')
  assert.equal(startOf(viewer('auditor', ['auditTrail'])), '/audit')
  assert.equal(startOf(viewer('auditor', [])), '/')
  assert.equal(startOf(viewer('member', ['county'])), '/')
})

test('the family of a household stands under it, each of them shown in full by a way of their own', () => {
  const assistance = document('assistance')
  assert.deepEqual(besideOf('assistance', assistance, '/households', 'h', 'township-clerk').filter(({ by }) => !by).map(({ path }) => path), ['/households/h/family'])
  assert.deepEqual(besideOf('assistance', assistance, '/households', 'h', 'auditor'), [])
  const family = revealOf('assistance', assistance, '/households/h/family', 'township-clerk')
  assert.deepEqual(family?.fields.map(({ value }) => value), ['id_number'])
  assert.equal(revealUrl(family, 'p'), '/api/assistance/households/h/family/p/reveal')
  assert.ok((revealOf('assistance', assistance, '/households', 'county-approver')?.fields.length ?? 0) > 3)
})
