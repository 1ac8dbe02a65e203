// What waits for an office, by deadline; each item leads to the command that ends it.
import { useEffect, useState } from 'preact/hooks'
import { SERVICES } from '../../desks/services.ts'
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
import { serviceWords } from '../../words/services.ts'
import { MOST_ITEMS, useQueue, useReadQueue } from './use_queue.ts'
import { WorkTable } from './work_table.tsx'

export function Work() {
  const { t, w } = useSpeech()
  const { params, set } = useRoute()
  const { viewer } = useSignedIn()
  const mine = params.office !== 'all'
  const desk = params.desk ?? ''
  useEffect(() => {
    document.title = t(WORK.title)
  }, [t])
  return (
    <>
      <h1>{t(WORK.title)}</h1>
      <p class="lead">{t(WORK.lead)}</p>
      <section class="picker-bar" aria-label={t(WORK.show)}>
        <div class="picker-row">
          <label>
            <span>{t(WORK.show)}</span>
            <select value={mine ? 'mine' : 'all'} onChange={({ currentTarget: { value } }) => set({ office: value === 'all' ? 'all' : undefined })}>
              <option value="mine">{t(WORK.mine)} · {w(viewer.office.words)}</option>
              <option value="all">{t(WORK.all)}</option>
            </select>
          </label>
          <label>
            <span>{t(WORK.desk)}</span>
            <select value={desk} onChange={({ currentTarget: { value } }) => set({ desk: value || undefined })}>
              <option value="">{t(WORK.anyDesk)}</option>
              {SERVICES.map((service) => <option key={service} value={service}>{t(serviceWords(service))}</option>)}
            </select>
          </label>
        </div>
      </section>
      {desk ? <OfDesk key={`${desk} ${mine}`} desk={desk} mine={mine} /> : <OfAll key={String(mine)} mine={mine} />}
    </>
  )
}

function Nothing({ mine }: { mine: boolean }) {
  const { t } = useSpeech()
  return mine ? <Empty what={t(WORK.noneMine)} next={t(WORK.noneMineNext)} to="/work?office=all" /> : <Empty what={t(WORK.none)} next={t(WORK.noneNext)} to="/desk" />
}

function OfAll({ mine }: { mine: boolean }) {
  const { t } = useSpeech()
  const { viewer } = useSignedIn()
  const [after, setAfter] = useState<string | null>(null)
  const variables = { area: viewer.area, office: mine ? viewer.office.id : null, after }
  const { data, error, again } = useAnswer<{ workQueue: Page<WorkItem> }>(workDocument, variables)
  const all = useReadQueue(mine)
  useLive(again)
  const page = data?.workQueue
  if (error) return <Failed error={error} again={again} />
  if (!page) return <Loading />
  if (!page.edges.length) return <Nothing mine={mine} />
  const whole = !after && !page.pageInfo.hasNextPage
  return (
    <section class="card">
      <WorkTable items={page.edges.map((edge) => edge.node)} mine={mine} {...(whole ? {} : { all })} />
      <p class="pager">
        {after && <button type="button" class="quiet" onClick={() => setAfter(null)}>{t(FIGURES.firstPage)}</button>}
        {page.pageInfo.hasNextPage && <button type="button" onClick={() => setAfter(page.pageInfo.endCursor)}>{t(FIGURES.nextPage)}</button>}
      </p>
    </section>
  )
}

const AT_FIRST = 20

/** One desk's items: the queue is read up to a bound, and narrowed here. */
function OfDesk({ desk, mine }: { desk: string; mine: boolean }) {
  const { t } = useSpeech()
  const [shown, setShown] = useState(AT_FIRST)
  const { items, more, error, again } = useQueue(mine)
  if (error) return <Failed error={error} again={again} />
  if (!items) return <Loading />
  const its = items.filter(({ service }) => service === desk)
  if (!its.length) return <Nothing mine={mine} />
  return (
    <section class="card">
      {more && <p class="warning">{t(WORK.bound, { n: MOST_ITEMS })}</p>}
      <WorkTable items={its.slice(0, shown)} mine={mine} all={() => Promise.resolve({ rows: its, after: null, more })} />
      {its.length > shown && <p class="pager"><button type="button" onClick={() => setShown(shown + AT_FIRST)}>{t(WORK.more)}</button></p>}
    </section>
  )
}
