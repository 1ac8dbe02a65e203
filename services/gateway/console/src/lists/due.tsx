// A deadline: its day, and how long is left, in words and coloured.
import { useSpeech } from '../language/language.tsx'
import { day, daysUntil } from '../show/day.ts'
import { WORK } from '../words/desk.ts'

interface Props {
  on: string
  /** As the service counted; else counted from today. */
  left?: unknown
  /** It rests on a year whose holidays are not published yet. */
  provisional?: boolean
}

export function Due({ on, left, provisional }: Props) {
  const { t, locale } = useSpeech()
  const days = typeof left === 'number' ? left : daysUntil(on)
  return (
    <>
      <span class="day">{day(on, locale)}</span> <Left days={days} />
      {provisional && <> <span class="tag" title={t(WORK.provisionalHint)}>{t(WORK.provisional)}</span></>}
    </>
  )
}

const SOON = 3

export function Left({ days }: { days: number }) {
  const { t } = useSpeech()
  const text = days > 0 ? t(WORK.left, { n: days }) : days === 0 ? t(WORK.dueToday) : t(WORK.over, { n: -days })
  return <span class={days < 0 ? 'tag tag-late' : days <= SOON ? 'tag tag-soon' : 'tag'}>{text}</span>
}
