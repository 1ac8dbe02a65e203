// One import from its upload to its end: the columns, the dry run, the run, what came of it, and taking it back.
import { useEffect } from 'preact/hooks'
import type { OpenApi } from '../../forms/schema.ts'
import { useSpeech } from '../../language/language.tsx'
import { Due } from '../../lists/due.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Loading } from '../../lists/wait.tsx'
import { Link } from '../../route/link.tsx'
import { whole } from '../../show/number.ts'
import { IMPORT } from '../../words/imports.ts'
import { History } from '../../views/records/history.tsx'
import { busy, mappable, type Batch } from './batch.ts'
import type { Kind } from './kinds.ts'
import { Mapping } from './mapping.tsx'
import { Problems } from './problems.tsx'
import { Progress } from './progress.tsx'
import { Steps } from './steps.tsx'
import { useBatch } from './use_batch.ts'

export function BatchPage({ kind, id, api }: { kind: Kind; id: string; api: OpenApi }) {
  const { t, w } = useSpeech()
  const { batch, wrong, sending, act } = useBatch(kind, id)
  useEffect(() => {
    document.title = t(IMPORT.title)
  }, [t])
  const mapped = batch && mappable(batch)
  return (
    <>
      <p class="trail"><Link to="/desk/membership/import">← {t(IMPORT.title)}</Link></p>
      <h1>{t(IMPORT.title)} · {t(kind.words)}</h1>
      {batch === undefined && <Loading />}
      {batch === null && <Empty what={t(IMPORT.missing)} next={t(IMPORT.title)} to="/desk/membership/import" />}
      {batch && (
        <>
          <section class="card" aria-label={w(batch.words)}>
            <h2>{w(batch.words)}{batch.due_on && batch.state === 'checked' ? <> <Due on={String(batch.due_on)} left={batch.days_left} /></> : null}</h2>
            {batch.reason_words?.zh && <p class="warning">{w(batch.reason_words)}</p>}
            {busy(batch) ? <Progress batch={batch} /> : <Counts batch={batch} />}
            {wrong && <p class="failed" role="alert">{wrong}</p>}
            <Steps {...{ kind, batch, sending, act }} />
          </section>
          {mapped && batch.state !== 'checked' && <Mapping {...{ kind, batch, api, sending, act }} />}
          {!busy(batch) && (batch.wrong > 0 || batch.refused > 0 || batch.kept > 0) && <Problems key={batch.revision} kind={kind} batch={batch} />}
          {mapped && batch.state === 'checked' && (
            <details class="card">
              <summary>{t(IMPORT.columns)}</summary>
              <Mapping {...{ kind, batch, api, sending, act }} />
            </details>
          )}
          {!busy(batch) && <History key={`history ${batch.revision}`} service="membership" api={api} path={kind.path} id={id} />}
        </>
      )}
    </>
  )
}

/** What was found, and once it ran what came of it; what is none is left out. */
function Counts({ batch }: { batch: Batch }) {
  const { t, locale } = useSpeech()
  const ran = batch.made + batch.refused > 0
  const shown = [
    [IMPORT.rows, batch.rows, true],
    [IMPORT.good, batch.good, !ran],
    [IMPORT.wrong, batch.wrong, !ran],
    [IMPORT.made, batch.made, ran],
    [IMPORT.refused, batch.refused, batch.refused > 0],
    [IMPORT.undone, batch.undone, batch.undone > 0],
    [IMPORT.kept, batch.kept, batch.kept > 0],
  ] as const
  return (
    <dl class="import-counts">
      {shown.filter(([, , there]) => there).map(([phrase, count]) => <div key={phrase[0]}><dt>{t(phrase)}</dt><dd>{whole(count, locale)}</dd></div>)}
    </dl>
  )
}
