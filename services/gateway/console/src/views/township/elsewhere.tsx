// Another office's township: what it is called, and the way to one's own.
import { useEffect } from 'preact/hooks'
import areaName from '../../documents/area_name.graphql'
import { useAnswer } from '../../graph/use_answer.ts'
import { useSpeech } from '../../language/language.tsx'
import type { Words } from '../../language/phrase.ts'
import { Link } from '../../route/link.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { FIGURES } from '../../words/figures.ts'

export function Elsewhere({ code }: { code: string }) {
  const { t, w } = useSpeech()
  const { viewer } = useSignedIn()
  const { data } = useAnswer<{ areaName: Words | null }>(areaName, { code })
  const name = data?.areaName ? w(data.areaName) : code
  useEffect(() => {
    document.title = name
  }, [name])
  return (
    <>
      <h1>{name}</h1>
      <div class="failed" role="alert">
        <p>{t(FIGURES.elsewhere, { township: name })}</p>
        <p><Link to="/" class="button">{t(FIGURES.toOwn, { township: w(viewer.areaName) })}</Link></p>
      </div>
    </>
  )
}
