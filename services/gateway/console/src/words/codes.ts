// Words of codes that a service's document does not say itself: by "<service>.<field>.<code>", or by the code alone.
import type { Phrase } from '../language/phrase.ts'

export const CODE_WORDS: Record<string, Phrase> = {
  'membership.scope.own': ['本辖区', 'Own area'],
  'membership.scope.county': ['全县', 'Whole county'],
  'membership.direction.in': ['转入', 'Coming in'],
  'membership.direction.out': ['转出', 'Going out'],
  active: ['有效', 'Active'],
  void: ['已作废', 'Void'],
  waiting: ['待接收', 'Waiting'],
  founding: ['待批', 'Awaiting approval'],
  current: ['现任', 'Current'],
  future: ['未到任', 'Not yet begun'],
  over: ['已结束', 'Over'],
}
