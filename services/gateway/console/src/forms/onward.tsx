// Where a form that came from the work queue leads next: the next item that waits, or back to the queue.
import { useEffect, useState } from 'preact/hooks'
import workDocument from '../documents/work.graphql'
import type { Page, WorkItem } from '../graph/types.ts'
import { useSpeech } from '../language/language.tsx'
import { Link } from '../route/link.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { OUTCOME } from '../words/desk.ts'
import type { Command } from './commands.ts'
import { nextItem } from './next_item.ts'
import { commandAddress } from './where.ts'

/** `handled`: the record just handled; `counted`: the queue no longer holds it. */
export function Onward({ command, handled, counted }: { command: Command; handled: string; counted: boolean }) {
  const { t, w } = useSpeech()
  const { ask, viewer } = useSignedIn()
  const [next, setNext] = useState<WorkItem | null>(null)
  useEffect(() => {
    if (!counted) return
    const variables = { area: viewer.area, office: viewer.office.id, after: null }
    void ask<{ workQueue: Page<WorkItem> }>(workDocument, variables)
      .then(({ workQueue }) => setNext(nextItem(workQueue.edges.map(({ node }) => node), `${command.service}:${command.path}`, handled)))
      .catch(() => undefined) // the way back to the queue stays
  }, [counted, handled])
  return (
    <>
      {next?.command && (
        <Link to={commandAddress(next.command, next.subject)} class="button primary">{t(OUTCOME.next, { what: w(next.words) })}</Link>
      )}
      <Link to="/work" class={next ? 'button' : 'button primary'}>{t(OUTCOME.toWork)}</Link>
    </>
  )
}
