// Papers about a record: what can be printed of it (a union's members, its certificate), where the office may.
import type { OpenApi } from '../../forms/schema.ts'
import { useSpeech } from '../../language/language.tsx'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { papersOf } from '../../desks/papers/declared.ts'

interface Props {
  service: string
  api: OpenApi
  path: string
  id: string
}

export function Papers({ service, api, path, id }: Props) {
  const { t } = useSpeech()
  const { viewer } = useSignedIn()
  const papers = papersOf(service, api, path, viewer.office.id)
  if (!papers.length) return null
  return (
    <p class="list-actions">
      {papers.map((paper) => <Link key={paper.id} to={`/desk/membership/print/${paper.id}/${id}`} class="button small">{t(paper.words)}</Link>)}
    </p>
  )
}
