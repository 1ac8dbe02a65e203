// The words of a code, wherever a service's document says them. Pure.
import type { Words } from '../language/phrase.ts'
import { CODE_WORDS } from '../words/codes.ts'
import type { OpenApi, Schema } from './schema.ts'

/** What forms call otherwise than lists. */
const ALSO: Record<string, string> = { office: 'holds' }

type Known = Map<string, Words>
const read = new WeakMap<OpenApi, Known>()
const at = (name: string, code: string): string => `${name} ${code}`

/** By the name of the field and the code: from the forms' options, else from the console's own words, else the code itself. */
export function codeWords(service: string, api: OpenApi, name: string, code: string): Words {
  let known = read.get(api)
  if (!known) read.set(api, (known = gathered(api)))
  const found = known.get(at(name, code)) ?? known.get(at(ALSO[name] ?? '', code))
  if (found) return found
  const [zh, en] = CODE_WORDS[`${service}.${name}.${code}`] ?? CODE_WORDS[code] ?? [code, code]
  return { zh, en }
}

/** Every option that a form offers, under its field's name. */
function gathered(api: OpenApi): Known {
  const known: Known = new Map()
  for (const { properties } of Object.values(api.components?.schemas ?? {})) {
    for (const [name, schema] of Object.entries(properties ?? {})) for (const option of optionsIn(schema)) {
      const { value, zh, en } = option
      known.set(at(name, value), { zh, en })
    }
  }
  return known
}

const optionsIn = (schema: Schema) => schema['x-options'] ?? schema.items?.['x-options'] ?? []
