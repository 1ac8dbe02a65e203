// Imports: what can be done in which state, how often one looks, files on their way; answers to yes or no; papers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { busy, cancellable, confirmable, mappable, nextLook, twice, undoable, type Batch, type State } from '../src/desks/imports/batch.ts'
import { fileSize, nameIn } from '../src/desks/imports/file.ts'
import { kindsFor, mayImport } from '../src/desks/imports/kinds.ts'
import { papersOf } from '../src/desks/papers/declared.ts'
import { check } from '../src/forms/check.ts'
import { fieldsOf } from '../src/forms/fields.ts'
import type { OpenApi, Operation } from '../src/forms/schema.ts'
import { blank, body } from '../src/forms/values.ts'
import { commandAddress } from '../src/forms/where.ts'

const batch = (state: State, more: Partial<Batch> = {}): Batch =>
  ({ state, good: 5, wrong: 0, made: 0, undone: 0, kept: 0, file_kept: true, ...more }) as Batch

test('an import is confirmed when it is checked, taken back when it has made something, and watched while it works', () => {
  assert.ok(confirmable(batch('checked')) && confirmable(batch('stopped')))
  assert.ok(!confirmable(batch('checked', { good: 0 })) && !confirmable(batch('running')))
  assert.ok(undoable(batch('done', { made: 5 })) && !undoable(batch('done', { made: 5, undone: 4, kept: 1 })) && !undoable(batch('running', { made: 5 })))
  assert.deepEqual((['checking', 'mapping', 'running', 'done', 'undoing'] as const).filter((state) => busy(batch(state))), ['checking', 'running', 'undoing'])
  assert.ok(mappable(batch('mapping')) && !mappable(batch('mapping', { file_kept: false })) && !mappable(batch('done')))
  assert.ok(cancellable(batch('checking')) && !cancellable(batch('done')))
})

test('one looks less often while nothing moves, and at once when something did', () => {
  assert.deepEqual([nextLook(1000, false), nextLook(4000, false), nextLook(5000, true)], [1500, 5000, 1000])
})

test('a field that two columns claim is noticed', () => {
  assert.deepEqual(twice({ 1: 'name', 2: 'id_number', 3: 'name', 4: '', 5: '' }), ['name'])
})

test('a file is called as the service calls it', () => {
  assert.equal(nameIn("attachment; filename=\"a.xlsx\"; filename*=UTF-8''%E5%90%8D%E5%86%8C.xlsx"), '名册.xlsx')
  assert.equal(nameIn('attachment; filename="a.xlsx"'), 'a.xlsx')
  assert.equal(nameIn(null), null)
  assert.deepEqual([fileSize(2048, 'en'), fileSize(3 * 1024 * 1024, 'en')], ['2 KB', '3 MB'])
})

test('imports and papers are offered as the document says, and a waiting import leads to its own page', () => {
  const post = (offices: string[]): Record<string, Operation> => ({ post: { operationId: 'x', 'x-offices': offices } })
  const get = (offices: string[]): Record<string, Operation> => ({ get: { operationId: 'x', 'x-offices': offices } })
  const api: OpenApi = { paths: { '/roster': post(['township-clerk']), '/unions/{union}/certificate': get(['auditor']) } }
  assert.deepEqual(kindsFor(api, 'township-clerk').map(({ id }) => id), ['roster'])
  assert.ok(!mayImport(api, 'auditor') && !mayImport(null, 'township-clerk'))
  assert.deepEqual(papersOf('membership', api, '/unions', 'auditor').map(({ id }) => id), ['certificate'])
  assert.deepEqual(papersOf('membership', api, '/unions', 'township-clerk'), [])
  assert.equal(commandAddress('membership:/roster/{batch}/confirm', 'b'), '/desk/membership/import/roster/b')
})

test('what must be answered with yes or no has no answer to begin with', () => {
  const schema = { properties: { consent: { type: 'boolean', title: '同意' }, retired: { type: 'boolean', default: false } }, required: ['consent'] }
  const fields = fieldsOf('membership', { paths: {} }, schema)
  assert.deepEqual(fields.map(({ kind }) => kind), ['choice', 'flag'])
  const empty = blank(fields, '2026-11-23')
  assert.deepEqual(Object.keys(check(fields, empty, '2026-11-23')), ['/consent'])
  assert.deepEqual(body(fields, { ...empty, consent: 'false' }), { consent: false, retired: false })
})
