// Papers about a record: what can be printed of it (a union's members, its certificate).
import type { OpenApi } from '../../forms/schema.ts'

interface Props {
  service: string
  api: OpenApi
  path: string
  id: string
}

export function Papers(_: Props) {
  return null
}
