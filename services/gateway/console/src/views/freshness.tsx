// How fresh the figures are: the moment counted up to, what each service's log is behind, what is incomplete.
import type { Freshness as Log, Reading } from '../graph/types.ts'
import type { LiveState } from '../graph/live.ts'
import type { Phrase } from '../language/phrase.ts'
import { useSpeech } from '../language/language.tsx'
import { moment } from '../show/day.ts'
import { whole } from '../show/number.ts'
import { FIGURES } from '../words/figures.ts'
import { FRAME } from '../words/frame.ts'
import { serviceWords } from '../words/services.ts'

const LIVE: Record<LiveState, Phrase> = { live: FRAME.live, away: FRAME.away, connecting: FRAME.connecting }

export function Freshness({ reading, live }: { reading: Reading; live?: LiveState }) {
  const { t, locale } = useSpeech()
  const latest = reading.freshness.map((log) => log.sequencedAt).filter((at) => at !== null).sort().at(-1)
  const name = (log: Log) => t(serviceWords(log.service))
  return (
    <div class="freshness">
      <p class="stamp">
        {live && <span class={`live live-${live}`}><span aria-hidden="true" class="dot" />{t(LIVE[live])}</span>}
        <strong>{latest ? t(FIGURES.counted, { at: moment(latest, locale) }) : t(FIGURES.countedNone)}</strong>
        {reading.knownAt && <span>{t(FIGURES.knownOnly, { at: moment(reading.knownAt, locale) })}</span>}
      </p>
      <ul>
        {reading.freshness.map((log) => (
          <li key={log.log} title={`${log.log} ${log.position}/${log.head}`}>
            {name(log)} <span>{behind(log) === 0n
              ? t(FIGURES.upToDate)
              : t(FIGURES.lag, { count: whole(behind(log).toString(), locale) })}</span>
          </li>
        ))}
      </ul>
      {!reading.complete && (
        <div class="warning" role="alert">
          <strong>{t(FIGURES.incompleteAll)}</strong>
          {reading.freshness.filter((log) => !log.complete).map((log) => (
            <p key={log.log}>
              {t(FIGURES.incomplete, { service: name(log), position: whole(log.incompleteSince ?? '0', locale) })}
            </p>
          ))}
        </div>
      )}
    </div>
  )
}

function behind(log: Log): bigint {
  const left = BigInt(log.head) - BigInt(log.position)
  return left > 0n ? left : 0n
}
