// Who did what an entry says, in which office, and whose office that is where it was lent.
import type { Entry } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import { AUDIT } from '../../words/audit.ts'

export function useWho(): (entry: Entry) => string {
  const { t, w } = useSpeech()
  return ({ actor, onBehalfOf, officeWords }) => t(onBehalfOf ? AUDIT.deputy : AUDIT.by, { actor, lender: onBehalfOf ?? '', office: w(officeWords) })
}
