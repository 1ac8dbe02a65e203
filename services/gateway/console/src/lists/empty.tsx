// An empty list says so, and names the next step.
import { Link } from '../route/link.tsx'

interface Props {
  what: string
  next?: string
  to?: string
}

export function Empty({ what, next, to }: Props) {
  return (
    <div class="empty">
      <p>{what}</p>
      {next && to && <p><Link to={to} class="button">{next}</Link></p>}
      {next && !to && <p>{next}</p>}
    </div>
  )
}
