// The services' names.
import type { Phrase } from '../language/phrase.ts'

export const SERVICE_WORDS: Record<string, Phrase> = {
  membership: ['组织与会员', 'Organisations and members'],
  assistance: ['帮扶救助', 'Assistance'],
  activities: ['工会活动', 'Activities'],
  gateway: ['登录与访问', 'Access'],
}

export const serviceWords = (service: string): Phrase => SERVICE_WORDS[service] ?? [service, service]
