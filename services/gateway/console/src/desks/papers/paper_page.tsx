// A paper on the page as it will be printed: a union's members, or its certificate.
import { useEffect, useState } from 'preact/hooks'
import { one } from '../../forms/records.ts'
import { useSpeech } from '../../language/language.tsx'
import { Empty } from '../../lists/empty.tsx'
import { Loading } from '../../lists/wait.tsx'
import { Link } from '../../route/link.tsx'
import { useRoute } from '../../route/router.tsx'
import { useSignedIn } from '../../session/signed_in.tsx'
import { PAPER } from '../../words/papers.ts'
import { CertificatePaper, type Certificate } from './certificate.tsx'
import { PAPERS } from './declared.ts'
import { MembersPaper, type MemberList } from './members.tsx'

export function PaperPage({ id, about }: { id: string; about: string }) {
  const { t } = useSpeech()
  const { caller } = useSignedIn()
  const { params, set } = useRoute()
  const paper = PAPERS.find((each) => each.id === id)
  const [read, setRead] = useState<unknown>(undefined)
  const left = params.left === 'true'
  useEffect(() => {
    document.title = t(paper?.words ?? PAPER.print)
  }, [t, paper])
  useEffect(() => {
    if (!paper) return setRead(null)
    const query = paper.query.replace('{union}', about) + (left ? '?left=true' : '')
    one(caller, 'membership', query).then(setRead, () => setRead(null))
    return undefined
  }, [caller, paper, about, left])
  return (
    <>
      <p class="trail"><Link to={`/records/membership/unions/${about}`}>← {t(PAPER.back)}</Link></p>
      <div class="title-row">
        <h1 class="not-on-paper">{t(paper?.words ?? PAPER.print)}</h1>
        {Boolean(read) && <div class="tools"><button type="button" class="primary" onClick={() => print()}>{t(PAPER.print)}</button></div>}
      </div>
      {paper?.id === 'members' && (
        <label class="flag not-on-paper">
          <input type="checkbox" checked={left} onChange={(event) => set({ left: event.currentTarget.checked ? 'true' : undefined })} /> {t(PAPER.left)}
        </label>
      )}
      {read === undefined && <Loading />}
      {read === null && <Empty what={t(id === 'certificate' ? PAPER.noCertificate : PAPER.missing)} next={t(PAPER.back)} to={`/records/membership/unions/${about}`} />}
      {paper?.id === 'members' && Boolean(read) && <MembersPaper list={read as MemberList} />}
      {paper?.id === 'certificate' && Boolean(read) && <CertificatePaper certificate={read as Certificate} />}
    </>
  )
}
