// The key figures of a county or a township, each leading to the events behind it.
import type { Reading, Unit } from '../graph/types.ts'
import { useSpeech } from '../language/language.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { day } from '../show/day.ts'
import { figure } from '../show/number.ts'
import { FIGURES } from '../words/figures.ts'
import { keyFigures, overPeriod } from './conditions.ts'
import { ToEvents } from './to_events.tsx'

export function KeyFigures({ unit, reading }: { unit: Unit; reading: Reading }) {
  const { t } = useSpeech()
  const { metricCatalogue } = useSignedIn()
  return (
    <section aria-label={t(FIGURES.keyFigures)}>
      <dl class="key-figures">
        {keyFigures(metricCatalogue).map((metric) => (
          <KeyFigure key={metric.id} id={metric.id} {...{ unit, reading }} />
        ))}
      </dl>
    </section>
  )
}

function KeyFigure({ id, unit, reading }: { id: string; unit: Unit; reading: Reading }) {
  const { t, w, locale } = useSpeech()
  const { metricCatalogue } = useSignedIn()
  const metric = metricCatalogue.find((known) => known.id === id)
  const read = unit.metrics.find((known) => known.metric.id === id)
  if (!metric) return null
  const value = figure(read?.value, metric.unit, locale)
  const inYuan = metric.unit === 'fen' && read?.value != null
  const shown = inYuan ? `${value} ${t(FIGURES.yuan)}` : value
  const when = overPeriod(metric)
    ? t(FIGURES.period, { since: day(reading.since, locale), asOf: day(reading.asOf, locale) })
    : t(FIGURES.atDay, { day: day(reading.asOf, locale) })
  return (
    <div class="key-figure" data-metric={id}>
      <dt>{w(metric.words)}</dt>
      <dd>
        <ToEvents {...{ metric, reading }} area={unit.code} class="key-value" what={`${w(metric.words)} ${shown}`}>
          {value}{inYuan && <small> {t(FIGURES.yuan)}</small>}
        </ToEvents>
        <p class="key-note">{read?.value == null ? t(FIGURES.noData) : when}</p>
        {metric.kind === 'ratio' && <Fraction id={id} unit={unit} />}
      </dd>
    </div>
  )
}

/** A ratio always shows what it divides, and its definition. */
function Fraction({ id, unit }: { id: string; unit: Unit }) {
  const { t, w, locale } = useSpeech()
  const { metricCatalogue } = useSignedIn()
  const metric = metricCatalogue.find((known) => known.id === id)
  const read = unit.metrics.find((known) => known.metric.id === id)
  const unitOf = (part: string | null) => metricCatalogue.find((known) => known.id === part)?.unit ?? 'count'
  if (!metric) return null
  const parts = [figure(read?.numerator, unitOf(metric.numerator), locale), figure(read?.denominator, unitOf(metric.denominator), locale)]
  return (
    <p class="key-note">
      {read?.value != null && parts.join(' ÷ ')}
      {metric.definition && <span class="definition">{t(FIGURES.definition, { text: w(metric.definition) })}</span>}
    </p>
  )
}
