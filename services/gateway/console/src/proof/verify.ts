// Verifies one entry's inclusion proof, step by step, trusting nothing that can be recomputed.
import type { Proof } from '../graph/types.ts'
import { leafOf, rootOf } from './merkle.ts'
import { readNote } from './note.ts'

export type Step = 'pass' | 'fail' | 'open'

export interface Verdict {
  leaf: Step
  path: Step
  /** open: no checkpoint has been signed at this size yet. */
  note: Step
  verified: boolean
}

/** `shown` is the entry as the page shows it: the proof must be about exactly those bytes at that place. */
export async function verify(proof: Proof, shown: { log: string; position: string; event: string }): Promise<Verdict> {
  const same = proof.log === shown.log && proof.position === shown.position && proof.event === shown.event
  const leaf = await leafOf(proof.sequencedAt, shown.event)
  const root = await rootOf(leaf, BigInt(proof.position), BigInt(proof.size), proof.path)
  const verdict: Omit<Verdict, 'verified'> = {
    leaf: same && leaf === proof.leaf ? 'pass' : 'fail',
    path: root !== null && root === proof.root ? 'pass' : 'fail',
    note: noteStep(proof),
  }
  return { ...verdict, verified: verdict.leaf === 'pass' && verdict.path === 'pass' && verdict.note !== 'fail' }
}

function noteStep(proof: Proof): Step {
  if (!proof.checkpoint) return 'open'
  const note = readNote(proof.checkpoint)
  const origin = `gonghui/${proof.log}`
  if (!note || (note.origin !== origin && !note.origin.startsWith(`${origin}/g`))) return 'fail'
  return note.size === proof.size && note.root === proof.root ? 'pass' : 'fail'
}
