// Words of access in the audit trail.
import type { Phrase } from '../language/phrase.ts'

export const ACCESS = {
  title: ['访问记录', 'Access'],
  none: ['不限', 'Any'],
  all: ['全部访问记录', 'All access'],
  sessions: ['登录与退出', 'Sign-ins and sign-outs'],
  refusals: ['拒绝访问', 'Refusals'],
  personal: ['查看、删除个人信息与同意', 'Personal data: looks, erasures, consent'],
  offices: ['任命、免职与委托', 'Appointments and delegations'],
  action: ['所求事项', 'What was asked for'],
  code: ['拒绝原因', 'Why refused'],
  account: ['账号', 'Account'],
  since: ['任职自', 'Holds from'],
  until: ['任职至', 'Holds until'],
  lender: ['代谁行使', 'On behalf of'],
} satisfies Record<string, Phrase>

/** Why somebody was refused, by the refusal's code. */
export const REFUSED: Record<string, Phrase> = {
  'office-may-not': ['职务不办理此事', 'The office does not do this'],
  'office-may-not-read': ['职务不查看此内容', 'The office does not read this'],
  'out-of-scope': ['不在管辖范围内', 'Outside the area'],
  'not-found': ['不在管辖范围内', 'Outside the area'],
  'no-appointment': ['没有任职或任职已结束', 'No appointment, or it has ended'],
  'maker-is-approver': ['经办人不得审批自己经办的事项', 'Whoever entered it may not approve it'],
}
