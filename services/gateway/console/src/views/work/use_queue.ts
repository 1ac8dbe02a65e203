// All that waits, up to a bound: to be narrowed to one desk, and to be taken away as a file.
import { useCallback, useEffect, useState } from 'preact/hooks'
import workDocument from '../../documents/work.graphql'
import { useLive } from '../../graph/use_live.ts'
import type { Page, WorkItem } from '../../graph/types.ts'
import { everything, type Everything } from '../../lists/everything.ts'
import { mayRead } from '../../office/start.ts'
import { useSignedIn } from '../../session/signed_in.tsx'

/** A queue of more is read by nobody. */
export const MOST_ITEMS = 1000

/** Reads the queue of the viewer's area; `mine`: what waits for the viewer's own office. */
export function useReadQueue(mine: boolean) {
  const { ask, viewer } = useSignedIn()
  return useCallback(
    (told?: (count: number) => void): Promise<Everything<WorkItem>> =>
      everything(async (after, first) => {
        const variables = { area: viewer.area, office: mine ? viewer.office.id : null, after, first }
        return (await ask<{ workQueue: Page<WorkItem> }>(workDocument, variables)).workQueue
      }, told, MOST_ITEMS),
    [ask, viewer, mine],
  )
}

/** Null until it has come, and for offices that read no queue. */
export function useQueue(mine: boolean): { items: WorkItem[] | null; more: boolean; error: Error | null; again: () => void } {
  const { viewer } = useSignedIn()
  const read = useReadQueue(mine)
  const [found, setFound] = useState<Everything<WorkItem> | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const there = mayRead(viewer, 'workQueue')
  const again = useCallback(() => {
    if (there) read().then(setFound, setError).then(() => undefined, () => undefined)
  }, [read, there])
  useEffect(again, [again])
  useLive(again, !there)
  return { items: found?.rows ?? null, more: found?.more ?? false, error, again }
}
