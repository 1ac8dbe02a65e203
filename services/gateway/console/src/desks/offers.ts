// Whether the services offer an office anything to look up or to do: all that the menu must know, before any desk is loaded. Pure.
import type { OpenApi } from '../forms/schema.ts'

export interface Offers {
  lists: boolean
  commands: boolean
}

/** As one service's document says. */
export function offersOf(api: OpenApi, office: string): Offers {
  const all = Object.entries(api.paths)
  const paged = (path: string) => !path.includes('{') && api.paths[path]?.get?.parameters?.some(({ name }) => name === 'limit')
  return {
    lists: all.some(([path, { get }]) => paged(path) && (get?.['x-offices']?.includes(office) ?? true)),
    commands: all.some(([path, { post }]) => post?.['x-command'] && !path.endsWith('/reveal') && post['x-offices']?.includes(office)),
  }
}
