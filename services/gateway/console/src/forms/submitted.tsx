// After sending: what was filled in, in words.
import { useEffect, useState } from 'preact/hooks'
import { useSpeech } from '../language/language.tsx'
import { figure } from '../show/number.ts'
import { day } from '../show/day.ts'
import { useAreaName } from '../views/area_name.ts'
import { FORM, OUTCOME } from '../words/desk.ts'
import { FIGURES } from '../words/figures.ts'
import type { Field } from './fields.ts'
import { useRows } from './picker.tsx'
import { rowText, type Row } from './records.ts'
import { lines, shownText, type Line } from './summary.ts'
import type { Values } from './values.ts'

export function Submitted({ fields, values, row }: { fields: Field[]; values: Values; row: Row | null }) {
  const { t, w, language } = useSpeech()
  const filled = lines(fields, values)
  if (!filled.length && !row) return null
  return (
    <section class="submission" aria-label={t(OUTCOME.submitted)}>
      <h3>{t(OUTCOME.submitted)}</h3>
      <dl class="submitted">
        {row && <div><dt>{t(FORM.record)}</dt><dd>{rowText(called(row), language)}</dd></div>}
        {filled.map((line) => <div key={line.pointer}><dt>{w(line.field.label)}</dt><dd><Shown line={line} /></dd></div>)}
      </dl>
    </section>
  )
}

/** Without its state, which the command has changed. */
function called({ words, ...rest }: Row): Row {
  void words
  return rest as Row
}

function Shown({ line: { field, value } }: { line: Line }) {
  const { t, w, locale } = useSpeech()
  const area = useAreaName()
  if (typeof value === 'boolean') return <>{t(value ? FORM.yes : FORM.no)}</>
  if (field.source) return <Named source={field.source} ids={[value].flat()} />
  const yuan = (amount: string) => `${figure(amount, 'fen', locale)} ${t(FIGURES.yuan)}`
  if (Array.isArray(value)) return <>{value.filter((text) => text.trim()).map((text) => shownText(field, text, yuan)).join('、')}</>
  if (field.kind === 'area') return <>{area(value)}</>
  if (field.kind === 'day') return <>{day(value, locale)}</>
  const option = field.options.find((each) => each.value === value)
  return <>{option ? w(option.words) : shownText(field, value, yuan)}</>
}

/** Chosen records by what their list calls them; their number alone when they cannot be read. */
function Named({ source, ids }: { source: NonNullable<Field['source']>; ids: string[] }) {
  const { t } = useSpeech()
  const { call, read } = useRows(source)
  const [rows, setRows] = useState<(Row | null)[]>([])
  useEffect(() => {
    void Promise.all(ids.map((id) => read(id).catch(() => null))).then(setRows)
  }, [ids.join()])
  const names = rows.filter((row) => row !== null).map((row) => call(row).text)
  return <>{names.length === ids.length ? names.join('、') : t(OUTCOME.chosen, { count: ids.length })}</>
}
