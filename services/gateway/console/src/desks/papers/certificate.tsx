// A union's certificate on paper.
import { useSpeech } from '../../language/language.tsx'
import type { Words } from '../../language/phrase.ts'
import { day, today } from '../../show/day.ts'
import { PAPER } from '../../words/papers.ts'
import { partWords } from '../../words/parts.ts'

export interface Certificate {
  label: string
  credit_code: string | null
  certificate_words: Words
  kind_words: Words
  superior: string | null
  approved_on: string
  document: string | null
  chair: string | null
}

export function CertificatePaper({ certificate }: { certificate: Certificate }) {
  const { t, w, locale } = useSpeech()
  const facts: [string, string | null][] = [
    ['credit_code', certificate.credit_code],
    ['kind_words', w(certificate.kind_words)],
    ['superior', certificate.superior],
    ['chair', certificate.chair],
    ['approved_on', day(certificate.approved_on, locale)],
    ['document', certificate.document],
  ]
  return (
    <section class="paper certificate">
      <h2>{w(certificate.certificate_words)}</h2>
      <p class="certificate-name">{t(PAPER.named, { name: certificate.label })}</p>
      <dl class="facts">
        {facts.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{t(partWords(name) ?? [name, name])}</dt><dd>{value}</dd></div>)}
      </dl>
      <p class="paper-end"><span>{t(PAPER.printed, { day: day(today(), locale) })}</span><span>{t(PAPER.seal)}</span></p>
    </section>
  )
}
