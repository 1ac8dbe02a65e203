// The audit trail: who did what, in which office, when, and what it changed; filtered, newest first.
import { useEffect } from 'preact/hooks'
import { useSpeech } from '../../language/language.tsx'
import { Failed, Loading } from '../../lists/wait.tsx'
import { useRoute } from '../../route/router.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { whole } from '../../show/number.ts'
import { AUDIT } from '../../words/audit.ts'
import { FIGURES } from '../../words/figures.ts'
import { Tools } from '../tools.tsx'
import { Entries } from './entries.tsx'
import { auditFilter } from './filter.ts'
import { FilterBar } from './filter_bar.tsx'
import { FIRST, shownIn, useTrail } from './use_trail.ts'

export function Audit() {
  const { t, w, locale } = useSpeech()
  const { params, set } = useRoute()
  const { metricCatalogue } = useSignedIn()
  const filter = auditFilter(params)
  const shown = shownIn(params.shown)
  const { found, error, loading, again, all, show } = useTrail(filter, shown)
  const metric = metricCatalogue.find((known) => known.id === params.metric)
  const title = metric ? t(AUDIT.behind, { metric: w(metric.words) }) : t(AUDIT.title)
  useEffect(() => {
    document.title = title
  }, [title])
  const onPaper = async (told: (count: number) => void) => show(await all(told))
  return (
    <>
      <div class="title-row">
        <h1>{title}</h1>
        <Tools prepare={onPaper} />
      </div>
      <p class="lead">{t(AUDIT.lead)}</p>
      <FilterBar />
      {error && <Failed error={error} again={again} />}
      {!found && !error && <Loading />}
      {found && (
        <div aria-busy={loading}>
          <Entries entries={found.rows} complete={!found.more} metric={metric} all={all} filtered={Object.keys(filter).length > 0} />
          {found.more && (
            <>
              <p class="on-paper">{t(FIGURES.printBound, { count: whole(found.rows.length, locale) })}</p>
              <p class="pager">
                <button type="button" disabled={loading} onClick={() => set({ shown: String(found.rows.length + FIRST) })}>{t(AUDIT.older)}</button>
              </p>
            </>
          )}
        </div>
      )}
    </>
  )
}
