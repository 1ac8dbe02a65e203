// Each area's figures before and after a command, and which areas' figures stayed as they were.
import type { Metric } from '../graph/types.ts'
import { useSpeech } from '../language/language.tsx'
import { figure } from '../show/number.ts'
import { OUTCOME } from '../words/desk.ts'
import { FIGURES } from '../words/figures.ts'
import type { Compared } from './effect.ts'

export function EffectTables({ areas, metrics }: { areas: Compared[]; metrics: Metric[] }) {
  const { t, w, locale } = useSpeech()
  const still = areas.filter(({ moved }) => !moved.length).map(({ name }) => w(name))
  return (
    <>
      {areas.filter(({ moved }) => moved.length).map(({ name, before, after, moved }) => (
        <table class="effect" key={name.zh}>
          <caption>{t(OUTCOME.effect, { area: w(name) })}</caption>
          <thead>
            <tr>
              <th scope="col">{t(FIGURES.metric)}</th>
              <th scope="col" class="number">{t(OUTCOME.before)}</th>
              <th scope="col" class="number">{t(OUTCOME.after)}</th>
            </tr>
          </thead>
          <tbody>
            {metrics.filter(({ id }) => moved.includes(id)).map(({ id, words, unit }) => (
              <tr key={id}>
                <th scope="row">{w(words)}</th>
                <td class="number">{figure(before[id], unit, locale)}</td>
                <td class="number"><strong>{figure(after[id], unit, locale)}</strong></td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      {still.length > 0 && <p class="effect-still">{t(OUTCOME.noEffect, { areas: still.join(t(OUTCOME.and)) })}</p>}
    </>
  )
}
