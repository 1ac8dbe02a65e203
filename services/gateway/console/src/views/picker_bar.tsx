// Day and known-at pickers above figures; usable at once, before any figure has come.
import { useState } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { useRoute } from '../route/router.tsx'
import { day as dayText, localInput, today } from '../show/day.ts'
import { FIGURES } from '../words/figures.ts'

export function PickerBar() {
  const { t, locale } = useSpeech()
  const { params, set } = useRoute()
  const now = today()
  const filled = Boolean(params.asOf ?? params.knownAt ?? params.since)
  const [open, setOpen] = useState(filled)
  return (
    <section class="picker-bar" aria-label={t(FIGURES.conditions)}>
      <div class="picker-row">
        <label>
          <span>{t(FIGURES.asOf)}</span>
          <input type="date" max={now} value={params.asOf && params.asOf < now ? params.asOf : now} onChange={(event) => {
            const { value } = event.currentTarget
            if (value > now) return // the field says so itself
            const late = value && params.since && params.since > value
            set({ asOf: value && value !== now ? value : undefined, ...(late ? { since: undefined } : {}) })
          }} />
        </label>
        {open && <Further />}
        {!open && (
          <button type="button" class="quiet" onClick={() => setOpen(true)}>{t(FIGURES.knownAt)}…</button>
        )}
        {filled && (
          <button type="button" class="quiet" onClick={() => set({ asOf: undefined, knownAt: undefined, since: undefined })}>
            {t(FIGURES.now)}
          </button>
        )}
      </div>
      {params.asOf && params.asOf > now && (
        <p class="warning" role="status">{t(FIGURES.futureDay, { day: dayText(params.asOf, locale), today: dayText(now, locale) })}</p>
      )}
      {open && <p class="hint">{t(FIGURES.conditionsHint)}</p>}
    </section>
  )
}

function Further() {
  const { t } = useSpeech()
  const { params, set } = useRoute()
  const now = today()
  const asOf = params.asOf && params.asOf < now ? params.asOf : now
  return (
    <>
      <label>
        <span>{t(FIGURES.since)}</span>
        <input type="date" max={asOf} value={params.since ?? `${asOf.slice(0, 4)}-01-01`}
          onChange={(event) => set({ since: event.currentTarget.value || undefined })} />
      </label>
      <label class={params.knownAt ? undefined : 'unset'}>
        <span>{t(FIGURES.knownAt)}</span>
        <input type="datetime-local" max={localInput(new Date().toISOString())} value={params.knownAt ?? ''}
          onChange={(event) => set({ knownAt: event.currentTarget.value || undefined })} />
      </label>
    </>
  )
}
