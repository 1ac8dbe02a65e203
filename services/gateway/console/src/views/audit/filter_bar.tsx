// Filter by figure, area, service, kind of access and business day; the URL holds what is chosen.
import { useSpeech } from '../../language/language.tsx'
import { useRoute } from '../../route/router.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { today } from '../../show/day.ts'
import { ACCESS } from '../../words/access.ts'
import { AUDIT } from '../../words/audit.ts'
import { SERVICE_WORDS } from '../../words/services.ts'
import { useAreas } from '../area_name.ts'
import { KINDS } from './access.ts'

type Choice = { value: string; text: string }

export function FilterBar() {
  const { t, w } = useSpeech()
  const { metricCatalogue } = useSignedIn()
  const units = useAreas()
  return (
    <section class="picker-bar" aria-label={t(AUDIT.filters)}>
      <div class="picker-row">
        <Chooser name="metric" label={t(AUDIT.metric)} any={t(AUDIT.anyMetric)}
          choices={metricCatalogue.map((metric) => ({ value: metric.id, text: w(metric.words) }))} />
        <Chooser name="area" label={t(AUDIT.area)} any={t(AUDIT.anyArea)}
          choices={units.map((unit) => ({ value: unit.code, text: w(unit.name) }))} />
        <Chooser name="service" label={t(AUDIT.service)} any={t(AUDIT.anyService)}
          choices={Object.entries(SERVICE_WORDS).map(([value, phrase]) => ({ value, text: t(phrase) }))} />
        <Chooser name="access" label={t(ACCESS.title)} any={t(ACCESS.none)}
          choices={Object.entries(KINDS).map(([value, { phrase }]) => ({ value, text: t(phrase) }))} />
        <Day name="from" label={t(AUDIT.from)} />
        <Day name="to" label={t(AUDIT.to)} />
      </div>
    </section>
  )
}

function Chooser({ name, label, any, choices }: { name: string; label: string; any: string; choices: Choice[] }) {
  const { params, set } = useRoute()
  const value = params[name] ?? ''
  const missing = value && !choices.some((choice) => choice.value === value)
  return (
    <label class={value ? undefined : 'unset'}>
      <span>{label}</span>
      <select value={value} onChange={(event) => set({ [name]: event.currentTarget.value || undefined, shown: undefined })}>
        <option value="">{any}</option>
        {missing && <option value={value}>{value}</option>}
        {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.text}</option>)}
      </select>
    </label>
  )
}

function Day({ name, label }: { name: string; label: string }) {
  const { params, set } = useRoute()
  return (
    <label class={params[name] ? undefined : 'unset'}>
      <span>{label}</span>
      <input type="date" max={today()} value={params[name] ?? ''}
        onChange={(event) => set({ [name]: event.currentTarget.value || undefined, shown: undefined })} />
    </label>
  )
}
