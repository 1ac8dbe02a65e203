// A figure that leads to the events behind it, where the viewer may see them; elsewhere the figure alone.
import type { ComponentChildren } from 'preact'
import type { Metric, Reading } from '../graph/types.ts'
import { useSpeech } from '../language/language.tsx'
import { mayRead } from '../office/start.ts'
import { Link } from '../route/link.tsx'
import { useSignedIn } from '../session/signed_in.tsx'
import { FIGURES } from '../words/figures.ts'
import { eventsBehind } from './conditions.ts'

interface Props {
  metric: Metric
  area: string
  reading: Reading
  class: string
  what: string
  children: ComponentChildren
}

export function ToEvents({ metric, area, reading, class: name, what, children }: Props) {
  const { t } = useSpeech()
  const { viewer } = useSignedIn()
  const may = area.startsWith(viewer.area) && mayRead(viewer, 'auditTrail')
  if (!may) return <span class={name}>{children}</span>
  return (
    <Link to={eventsBehind(metric, area, reading)} class={name} label={t(FIGURES.events, { what })}>{children}</Link>
  )
}
