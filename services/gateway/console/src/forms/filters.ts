// What a list can be narrowed by, as its query declares: codes, records, areas, days, yes or no. Pure.
import { codeWords } from './codes.ts'
import { fieldsOf, type Field } from './fields.ts'
import { listOfId } from './related.ts'
import { resolved, type OpenApi, type Operation, type Schema } from './schema.ts'
import { partWords } from '../words/parts.ts'

const NOT_FILTERS = new Set(['q', 'limit', 'after'])

/** A list's filters in the order of their declaration; none of them has to be filled in. */
export function filtersOf(service: string, api: OpenApi, get: Operation): Field[] {
  return (get.parameters ?? []).flatMap(({ name, in: place, schema }): Field[] => {
    if (place !== 'query' || NOT_FILTERS.has(name) || !schema) return []
    const plain = resolved(api, schema)
    if (plain.type === 'array') return []
    const [field] = fieldsOf(service, api, { properties: { [name]: drawn(api, name, plain) } })
    return field ? [worded(service, api, field)] : []
  })
}

/** Ids and areas are chosen, not typed. */
function drawn(api: OpenApi, name: string, schema: Schema): Schema {
  if (schema['x-picker']) return schema
  const list = schema.format === 'uuid' ? listOfId(api, name) : null
  if (list) return { ...schema, 'x-picker': 'record', 'x-picker-source': list }
  return name === 'area' || name.endsWith('_area') ? { ...schema, 'x-picker': 'county-or-area' } : schema
}

function worded(service: string, api: OpenApi, field: Field): Field {
  const known = partWords(field.name)
  const zh = field.schema.title ?? known?.[0] ?? field.name
  return {
    ...field,
    label: { zh, en: field.schema['x-title-en'] ?? known?.[1] ?? field.name },
    options: field.options.map(({ value, words }) => ({ value, words: words.zh === value ? codeWords(service, api, field.name, value) : words })),
  }
}
