// The inclusion proof of an entry, fetched and recomputed here, in the reader's browser.
import { useEffect, useState } from 'preact/hooks'
import proofDocument from '../../documents/proof.graphql'
import type { FullEntry, Proof } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { Failed } from '../../lists/wait.tsx'
import { verify, type Step, type Verdict } from '../../proof/verify.ts'
import { useSignedIn } from '../../session/signed_in.tsx'
import { whole } from '../../show/number.ts'
import { AUDIT } from '../../words/audit.ts'

type State = { proof: Proof; verdict: Verdict } | { error: Error } | null

export function ProofPanel({ entry }: { entry: FullEntry }) {
  const { t } = useSpeech()
  const { ask } = useSignedIn()
  const [state, setState] = useState<State>(null)
  const check = async () => {
    setState(null)
    try {
      const { proof } = await ask<{ proof: Proof }>(proofDocument, { log: entry.log, position: entry.position })
      setState({ proof, verdict: await verify(proof, entry) })
    } catch (error) {
      setState({ error: error as Error })
    }
  }
  useEffect(() => void check(), [entry.id])
  return (
    <section class="card proof" aria-label={t(AUDIT.proof)}>
      <div class="card-head">
        <h2>{t(AUDIT.proof)}</h2>
        <button type="button" class="quiet" onClick={() => void check()}>{t(AUDIT.verify)}</button>
      </div>
      <p class="lead">{t(AUDIT.proofLead)}</p>
      {!crypto.subtle && <p class="warning">{t(AUDIT.noSubtle)}</p>}
      <div role="status">{state === null ? t(AUDIT.verifying) : 'verdict' in state && <Result {...state} />}</div>
      {state && 'error' in state && <Failed error={state.error} again={() => void check()} />}
    </section>
  )
}

const MARK: Record<Step, string> = { pass: '✓', fail: '✗', open: '…' }

function Result({ proof, verdict }: { proof: Proof; verdict: Verdict }) {
  const { t, locale } = useSpeech()
  const words = { pass: t(AUDIT.pass), fail: t(AUDIT.fail), open: t(AUDIT.open_) }
  const steps: [string, Step][] = [
    [t(AUDIT.stepLeaf), verdict.leaf],
    [t(AUDIT.stepPath, { count: proof.path.length, size: whole(proof.size, locale) }), verdict.path],
    [t(verdict.note === 'open' ? AUDIT.stepNoNote : AUDIT.stepNote, { size: whole(proof.size, locale) }), verdict.note],
  ]
  return (
    <>
      <p class={verdict.verified ? 'verdict verdict-pass' : 'verdict verdict-fail'}>
        <span aria-hidden="true">{verdict.verified ? '✓' : '✗'}</span> {t(verdict.verified ? AUDIT.verified : AUDIT.failed)}
      </p>
      {!verdict.verified && <p>{t(AUDIT.failedNext)}</p>}
      <ol class="steps">
        {steps.map(([text, step]) => (
          <li key={text} class={`step-${step}`}>
            <span aria-hidden="true">{MARK[step]}</span> {text} <em>{words[step]}</em>
          </li>
        ))}
      </ol>
      <details>
        <summary>{t(AUDIT.technical)}</summary>
        <dl class="facts hashes">
          <div><dt>{t(AUDIT.leaf)}</dt><dd><code>{proof.leaf}</code></dd></div>
          <div><dt>{t(AUDIT.root)}</dt><dd><code>{proof.root}</code></dd></div>
          <div><dt>{t(AUDIT.path)}</dt><dd>{proof.path.map((hash) => <code key={hash}>{hash}</code>)}</dd></div>
          {proof.checkpoint && <div><dt>{t(AUDIT.checkpoint)}</dt><dd><pre tabIndex={0}>{proof.checkpoint}</pre></dd></div>}
        </dl>
      </details>
    </>
  )
}
