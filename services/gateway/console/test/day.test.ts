// Days and moments in county time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, fromLocalInput, localInput, moment, month, today } from '../src/show/day.ts'

test('the business day is Shanghai’s, not UTC’s', () => {
  assert.equal(today(new Date('2026-11-22T16:00:00Z')), '2026-11-23')
  assert.equal(today(new Date('2026-11-22T15:59:59Z')), '2026-11-22')
})

test('days, months and moments read naturally in both languages', () => {
  assert.equal(day('2026-11-03', 'zh-CN'), '2026年11月3日')
  assert.equal(day('2026-11-03', 'en'), '3 Nov 2026')
  assert.equal(month('2026-11', 'zh-CN'), '2026年11月')
  assert.equal(month('2026-11', 'en'), 'Nov 2026')
  assert.match(moment('2026-11-22T16:00:01.000002Z', 'zh-CN'), /2026年11月23日 00:00:01/)
})

test('a moment goes into an input and comes back', () => {
  assert.equal(localInput('2026-11-22T16:30:00Z'), '2026-11-23T00:30')
  assert.equal(fromLocalInput('2026-11-23T00:30'), '2026-11-23T00:30:00+08:00')
})
