// What an entry about access says, in words: a refused command by its own name, a code by its reason.
import { useEffect, useState } from 'preact/hooks'
import { openApi } from '../../forms/schema.ts'
import type { Entry } from '../../graph/types.ts'
import { useSpeech } from '../../language/language.tsx'
import type { Words } from '../../language/phrase.ts'
import { day } from '../../show/day.ts'
import { REFUSED } from '../../words/access.ts'
import { accessFacts } from './access.ts'

export function useAccessFacts(entry: Entry): [name: string, value: string][] {
  const { t, w, locale } = useSpeech()
  const service = entry.log.split('/')[0] ?? ''
  const [names, setNames] = useState<Record<string, Words>>({})
  const facts = accessFacts(entry)
  const refusal = facts.some((fact) => fact.refusal)
  useEffect(() => {
    if (!refusal || service === 'gateway') return
    openApi(service).then(({ paths }) => {
      const named = Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).flatMap(([method, operation]): [string, Words][] =>
          operation['x-words'] ? [[method === 'get' ? `GET ${path}` : operation.operationId, operation['x-words']]] : []))
      setNames(Object.fromEntries(named))
    }, () => undefined) // the action's own name says it too
  }, [refusal, service])
  return facts.map(({ phrase, value, ...kind }) => {
    const reason = kind.refusal && REFUSED[value]
    const said = kind.day ? day(value, locale) : reason ? t(reason) : names[value] ? w(names[value]) : value
    return [t(phrase), said]
  })
}
