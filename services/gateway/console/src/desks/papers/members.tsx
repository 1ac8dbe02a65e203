// The members of a union on paper: numbered lines, masked, what stands above and below them.
import { useSpeech } from '../../language/language.tsx'
import type { Words } from '../../language/phrase.ts'
import { useSignedIn } from '../../session/signed_in.tsx'
import { day, today } from '../../show/day.ts'
import { whole } from '../../show/number.ts'
import { PAPER } from '../../words/papers.ts'
import { partWords } from '../../words/parts.ts'

interface Line {
  number: number
  id: string
  label: string
  phone: string | null
  state: string
  state_words: Words
  employment_words: Words
  employer_name: string | null
  admitted_on: string
  reason_words: Partial<Words> | null
}

export interface MemberList {
  title: Words
  credit_code: string | null
  as_of: string
  members: number
  retained: number
  lines: Line[]
}

const HEADS = ['state_words', 'employment_words', 'employer_name', 'admitted_on', 'phone'] as const

export function MembersPaper({ list }: { list: MemberList }) {
  const { t, w, locale } = useSpeech()
  const { viewer } = useSignedIn()
  const count = (n: number) => whole(n, locale)
  return (
    <section class="paper">
      <h2>{w(list.title)}</h2>
      <p class="paper-under">
        <span>{t(PAPER.members_, { members: count(list.members), retained: count(list.retained) })}</span>
        <span>{t(PAPER.asOf, { day: day(list.as_of, locale) })}</span>
        {list.credit_code && <span>{list.credit_code}</span>}
      </p>
      <div class="table-scroll" role="region" aria-label={w(list.title)} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t(PAPER.number)}</th>
              <th scope="col">{t(PAPER.who)}</th>
              {HEADS.map((name) => <th key={name} scope="col">{t(partWords(name) ?? [name, name])}</th>)}
            </tr>
          </thead>
          <tbody>{list.lines.map((line) => <OfMember key={`${line.number} ${line.id}`} line={line} />)}</tbody>
        </table>
      </div>
      {list.members > list.lines.length && <p>{t(PAPER.more, { members: count(list.members), listed: count(list.lines.length) })}</p>}
      <p class="paper-end"><span>{t(PAPER.by, { name: viewer.name })}</span><span>{t(PAPER.printed, { day: day(today(), locale) })}</span><span>{t(PAPER.seal)}</span></p>
    </section>
  )
}

function OfMember({ line }: { line: Line }) {
  const { w, locale } = useSpeech()
  const { zh, en } = line.reason_words ?? {}
  return (
    <tr>
      <td>{line.number}</td>
      <th scope="row">{line.label}</th>
      <td>{w(line.state_words)}{zh ? ` · ${w({ zh, en: en ?? zh })}` : ''}</td>
      <td>{w(line.employment_words)}</td>
      <td>{line.employer_name}</td>
      <td><span class="day">{day(line.admitted_on, locale)}</span></td>
      <td>{line.phone}</td>
    </tr>
  )
}
