// The audit trail: who did what, in which office, when; filtered, newest first.
import { useEffect, useState } from 'preact/hooks'
import audit from '../../documents/audit.graphql'
import type { Entry, Page } from '../../graph/types.ts'
import { useAnswer } from '../../graph/use_answer.ts'
import { useSpeech } from '../../language/language.tsx'
import { Failed, Loading } from '../../lists/wait.tsx'
import { useRoute } from '../../route/router.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { AUDIT } from '../../words/audit.ts'
import { Tools } from '../tools.tsx'
import { Entries } from './entries.tsx'
import { auditFilter } from './filter.ts'
import { FilterBar } from './filter_bar.tsx'

type Answer = { auditTrail: Page<Entry> }

export function Audit() {
  const { t, w } = useSpeech()
  const { params } = useRoute()
  const { metricCatalogue } = useSignedIn()
  const filter = auditFilter(params)
  const key = JSON.stringify(filter)
  const [pages, setPages] = useState<{ key: string; entries: Entry[]; after: string | null }>({ key, entries: [], after: null })
  const earlier = pages.key === key ? pages : { key, entries: [], after: null }
  const { data, error, again, loading } = useAnswer<Answer>(audit, { filter, after: earlier.after })
  const metric = metricCatalogue.find((known) => known.id === params.metric)
  const title = metric ? t(AUDIT.behind, { metric: w(metric.words) }) : t(AUDIT.title)
  useEffect(() => {
    document.title = title
  }, [title])
  const page = data?.auditTrail
  const older = () => {
    if (!page) return
    setPages({ key, entries: [...earlier.entries, ...page.edges.map((edge) => edge.node)], after: page.pageInfo.endCursor })
  }
  const latest = (page?.edges ?? []).map((edge) => edge.node)
  const known = new Set(earlier.entries.map((entry) => entry.id))
  const entries = [...earlier.entries, ...latest.filter((entry) => !known.has(entry.id))]
  return (
    <>
      <div class="title-row">
        <h1>{title}</h1>
        <Tools />
      </div>
      <p class="lead">{t(AUDIT.lead)}</p>
      <FilterBar />
      {error && <Failed error={error} again={again} />}
      {!page && !error && <Loading />}
      {page && (
        <div aria-busy={loading}>
          <Entries entries={entries} filtered={Object.keys(filter).length > 0} />
          {page.pageInfo.hasNextPage && (
            <p class="pager"><button type="button" disabled={loading} onClick={older}>{t(AUDIT.older)}</button></p>
          )}
        </div>
      )}
    </>
  )
}
