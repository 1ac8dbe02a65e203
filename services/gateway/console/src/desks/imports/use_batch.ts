// One import: read, looked at again while something works on it, and moved on by its commands.
import { useCallback, useEffect, useState } from 'preact/hooks'
import { uuid7 } from '../../forms/ids.ts'
import { detail, type Problem } from '../../forms/problem.ts'
import { post, problemOf } from '../../forms/send.ts'
import { useSpeech } from '../../language/language.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { IMPORT } from '../../words/imports.ts'
import { busy, nextLook, type Batch } from './batch.ts'
import type { Kind } from './kinds.ts'

export interface Known {
  /** Undefined until it has come, null where there is none. */
  batch: Batch | null | undefined
  /** Why the last step was refused. */
  wrong: string | null
  sending: boolean
  act: (verb: string, body?: Record<string, unknown>) => Promise<void>
}

const STALE = 412

export function useBatch({ path }: Kind, id: string): Known {
  const { caller } = useSignedIn()
  const { t, language } = useSpeech()
  const [batch, setBatch] = useState<Batch | null | undefined>(undefined)
  const [wrong, setWrong] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const [wait, setWait] = useState(nextLook(0, true))
  const read = useCallback(async (): Promise<void> => {
    const answer = await caller.fetch(`/api/membership${path}/${id}`)
    if (!answer.ok) return setBatch((before) => before ?? null)
    const found = (await answer.json()) as Batch
    setBatch((before) => {
      setWait((last) => nextLook(last, before?.reached !== found.reached || before.state !== found.state))
      return found
    })
  }, [caller, path, id])
  useEffect(() => void read().catch(() => setBatch((before) => before ?? null)), [read])
  const working = batch ? busy(batch) : false
  useEffect(() => {
    if (!working) return undefined
    const timer = setTimeout(() => void read().catch(() => setWait((last) => nextLook(last, false))), wait)
    return () => clearTimeout(timer)
  }, [working, batch, wait, read])
  const refused = async (problem: Problem) => {
    setWrong(detail(problem, language))
    if (problem.status === STALE) await read()
  }
  const act = async (verb: string, body: Record<string, unknown> = {}) => {
    if (!batch) return
    setSending(true)
    setWrong(null)
    try {
      const sent = { url: `/api/membership${path}/${id}/${verb}`, key: uuid7(), body, revision: batch.revision }
      const answer = await post(caller, sent)
      if (!answer.ok) await refused(await problemOf(answer))
      else await read()
    } catch {
      setWrong(t(IMPORT.away))
    } finally {
      setSending(false)
    }
  }
  return { batch, wrong, sending, act }
}
