// Where the record of a work item is read.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordPath } from '../src/views/work/record_path.ts'

test("a work item's record is read where its command's path says", () => {
  assert.deepEqual(recordPath('assistance:/aid/{aid}/approve'), { service: 'assistance', template: '/aid/{aid}', list: '/aid' })
  assert.equal(recordPath('membership:/members'), null)
  assert.equal(recordPath(null), null)
})
