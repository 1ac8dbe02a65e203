// The services that have desks.
export const SERVICES = ['membership', 'assistance', 'activities'] as const
