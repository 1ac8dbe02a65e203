// The name of an area by its code; the code itself until the names have come.
import areas from '../documents/areas.graphql'
import { useAnswer } from '../graph/use_answer.ts'
import { useSpeech } from '../language/language.tsx'
import type { Words } from '../language/phrase.ts'
import { useSignedIn } from '../session/signed_in.tsx'

interface Named {
  code: string
  name: Words
}

/** The county and its units, as far as the viewer may see them. */
export function useAreas(): Named[] {
  const { viewer } = useSignedIn()
  const { data } = useAnswer<{ county: (Named & { townships: Named[] }) | null }>(areas, { code: viewer.area.slice(0, 6) })
  const own = { code: viewer.area, name: viewer.areaName }
  return data?.county ? [data.county, ...data.county.townships] : [own]
}

export function useAreaName(): (code: string) => string {
  const { w } = useSpeech()
  const known = useAreas()
  return (code) => {
    const found = known.find((unit) => unit.code === code)
    return found ? w(found.name) : code
  }
}
