// Proofs against a tree built here the slow way: every entry of every size is proven, every change is noticed.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { Proof } from '../src/graph/types.ts'
import { leafOf, rootOf, sealed } from '../src/proof/merkle.ts'
import { readNote } from '../src/proof/note.ts'
import { verify } from '../src/proof/verify.ts'

const hash = (...parts: (string | Buffer)[]): Buffer => {
  const sum = createHash('sha256')
  for (const part of parts) sum.update(part)
  return sum.digest()
}
const node = (left: Buffer, right: Buffer): Buffer => hash(Buffer.of(1), left, right)
const split = (size: number): number => 2 ** Math.floor(Math.log2(size - 1))

function root(leaves: Buffer[]): Buffer {
  const [only] = leaves
  if (leaves.length === 1 && only) return only
  const at = split(leaves.length)
  return node(root(leaves.slice(0, at)), root(leaves.slice(at)))
}

function path(index: number, leaves: Buffer[]): Buffer[] {
  if (leaves.length === 1) return []
  const at = split(leaves.length)
  return index < at
    ? [...path(index, leaves.slice(0, at)), root(leaves.slice(at))]
    : [...path(index - at, leaves.slice(at)), root(leaves.slice(0, at))]
}

const AT = '2026-11-23T01:02:03.000004Z'
const event = (n: number): string => `{"n":${n},"words":"入会"}`
const leaf = (n: number): Buffer => hash(Buffer.of(0), `${AT}\n`, event(n))

function proofOf(n: number, size: number): Proof {
  const leaves = Array.from({ length: size }, (_, index) => leaf(index + 1))
  const top = root(leaves)
  return {
    log: 'membership/340828',
    position: String(n),
    size: String(size),
    leaf: leaf(n).toString('hex'),
    path: path(n - 1, leaves).map((each) => each.toString('hex')),
    root: top.toString('hex'),
    checkpoint: `gonghui/membership/340828\n${size}\n${top.toString('base64')}\n\n— gonghui x\n`,
    sequencedAt: AT,
    event: event(n),
  }
}
const shown = (proof: Proof) => ({ log: proof.log, position: proof.position, event: proof.event })

test('every entry of every tree up to 33 is proven', async () => {
  for (let size = 1; size <= 33; size += 1) {
    for (let n = 1; n <= size; n += 1) {
      const proof = proofOf(n, size)
      assert.deepEqual(await verify(proof, shown(proof)), { leaf: 'pass', path: 'pass', note: 'pass', verified: true })
    }
  }
})

test('a changed byte, moment, step, position or checkpoint is noticed', async () => {
  const good = proofOf(5, 11)
  const changed: Partial<Proof>[] = [
    { sequencedAt: '2026-11-23T01:02:03.000005Z' },
    { path: [...good.path].reverse() },
    { path: good.path.slice(1) },
    { root: leaf(1).toString('hex') },
    { size: '12' },
    { checkpoint: good.checkpoint?.replace('/340828', '/340829') ?? null },
    { checkpoint: good.checkpoint?.replace('\n11\n', '\n10\n') ?? null },
    { checkpoint: 'no note' },
  ]
  for (const each of changed) assert.equal((await verify({ ...good, ...each }, shown(good))).verified, false, JSON.stringify(each))
  assert.equal((await verify(good, { ...shown(good), event: event(6) })).verified, false)
  assert.equal((await verify(good, { ...shown(good), position: '6' })).verified, false)
  assert.equal((await verify({ ...good, position: '6' }, { ...shown(good), position: '6' })).verified, false)
})

test('without a signed checkpoint at this size the proof stands and says so', async () => {
  const proof = { ...proofOf(2, 3), checkpoint: null }
  assert.deepEqual(await verify(proof, shown(proof)), { leaf: 'pass', path: 'pass', note: 'open', verified: true })
})

test('moments are sealed with six decimals', async () => {
  assert.equal(sealed('2026-11-23T01:02:03Z'), '2026-11-23T01:02:03.000000Z')
  assert.equal(sealed('2026-11-23T01:02:03.5+00:00'), '2026-11-23T01:02:03.500000Z')
  assert.throws(() => sealed('2026-11-23T09:02:03+08:00'))
  assert.equal(await leafOf(AT, event(1)), leaf(1).toString('hex'))
  assert.equal(await rootOf(leaf(1).toString('hex'), 2n, 1n, []), null)
  assert.equal(readNote('a\nb\nc'), null)
})
