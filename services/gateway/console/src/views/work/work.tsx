// What waits for an office, by deadline; each item leads to the command that ends it.
import { useEffect, useState } from 'preact/hooks'
import workDocument from '../../documents/work.graphql'
import type { Page, WorkItem } from '../../graph/types.ts'
import { useAnswer } from '../../graph/use_answer.ts'
import { useLive } from '../../graph/use_live.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Failed, Loading } from '../../lists/wait.tsx'
import { useRoute } from '../../route/router.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { FIGURES } from '../../words/figures.ts'
import { WORK } from '../../words/desk.ts'
import { WorkTable } from './work_table.tsx'

export function Work() {
  const { t, w } = useSpeech()
  const { params, set } = useRoute()
  const { viewer } = useSignedIn()
  const mine = params.office !== 'all'
  const [after, setAfter] = useState<string | null>(null)
  const variables = { area: viewer.area, office: mine ? viewer.office.id : null, after }
  const { data, error, again } = useAnswer<{ workQueue: Page<WorkItem> }>(workDocument, variables)
  useLive(again)
  useEffect(() => {
    document.title = t(WORK.title)
  }, [t])
  const page = data?.workQueue
  const choose = (office: string) => {
    setAfter(null)
    set({ office: office === 'all' ? 'all' : undefined })
  }
  return (
    <>
      <h1>{t(WORK.title)}</h1>
      <p class="lead">{t(WORK.lead)}</p>
      <section class="picker-bar" aria-label={t(WORK.show)}>
        <div class="picker-row">
          <label>
            <span>{t(WORK.show)}</span>
            <select value={mine ? 'mine' : 'all'} onChange={(event) => choose(event.currentTarget.value)}>
              <option value="mine">{t(WORK.mine)} · {w(viewer.office.words)}</option>
              <option value="all">{t(WORK.all)}</option>
            </select>
          </label>
        </div>
      </section>
      {error && <Failed error={error} again={again} />}
      {!page && !error && <Loading />}
      {page?.edges.length === 0 && mine && <Empty what={t(WORK.noneMine)} next={t(WORK.noneMineNext)} to="/work?office=all" />}
      {page?.edges.length === 0 && !mine && <Empty what={t(WORK.none)} next={t(WORK.noneNext)} to="/desk" />}
      {page && page.edges.length > 0 && (
        <section class="card">
          <WorkTable items={page.edges.map((edge) => edge.node)} mine={mine} />
          <p class="pager">
            {after && <button type="button" class="quiet" onClick={() => setAfter(null)}>{t(FIGURES.firstPage)}</button>}
            {page.pageInfo.hasNextPage && (
              <button type="button" onClick={() => setAfter(page.pageInfo.endCursor)}>{t(FIGURES.nextPage)}</button>
            )}
          </p>
        </section>
      )}
    </>
  )
}
