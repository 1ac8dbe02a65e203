// Where the record of a work item is read. Pure.
export interface RecordPath {
  service: string
  /** "/aid/{aid}", as the service's document names it. */
  template: string
  /** "/aid" */
  list: string
}

/** From "<service>:/aid/{aid}/approve"; null when the item names no command on a record. */
export function recordPath(command: string | null): RecordPath | null {
  const [, service, template, list] = /^(\w+):((\/[^{]*)\/\{\w+\})/.exec(command ?? '') ?? []
  return service && template && list ? { service, template, list } : null
}
