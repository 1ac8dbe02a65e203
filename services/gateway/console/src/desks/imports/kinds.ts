// Which kinds of lists the office may import, as the service's document says. Pure.
import type { OpenApi } from '../../forms/schema.ts'

const PATH = '/imports'

export const mayImport = (api: OpenApi | null | undefined, office: string): boolean => api?.paths[PATH]?.post?.['x-offices']?.includes(office) ?? false
