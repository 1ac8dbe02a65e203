// Words about acting in an office: none yet, several, ended, and while appointments are not known for certain.
import type { Phrase } from '../language/phrase.ts'

export const OFFICE = {
  account: ['账号编号', 'Account id'],
  copy: ['复制', 'Copy'],
  copied: ['已复制', 'Copied'],
  check: ['重新查看任职', 'Check again'],
  newcomer: ['这个账号还没有任职', 'This account holds no office yet'],
  newcomerText: [
    '{name}，您已登录。平台按任职开放：由县总工会组织员任命后，才能查看和办理。',
    'You are signed in, {name}. What one may see and do follows from an appointment, made by the county’s organiser.',
  ],
  newcomerCopy: ['复制上面的账号编号。', 'Copy the account id above.'],
  newcomerTell: ['把它发给县总工会组织员，并说明您的单位和职务。', 'Send it to the county’s organiser, with your organisation and your office.'],
  newcomerWait: ['任命后本页会自动进入，也可以点下面的按钮。', 'Once you are appointed this page goes on by itself; or press the button below.'],
  choose: ['以哪一职务办事？', 'In which office do you act?'],
  chooseText: [
    '您有多项任职。所选的只在本标签页有效，可随时在页面上方更换。',
    'You hold several offices. The choice holds for this tab alone and can be changed at the top of the page.',
  ],
  acting: ['当前职务', 'Acting as'],
  onBehalf: ['代 {account} 行使', 'on behalf of {account}'],
  ended: ['任职已结束', 'Your appointment has ended'],
  endedText: [
    '您的任职“{office}”已经结束，不能再以这一职务查看或办理。如有疑问，请联系县总工会组织员。',
    'Your appointment as “{office}” has ended: nothing can be seen or done in this office any more. Ask the county’s organiser if that seems wrong.',
  ],
  endedKept: [
    '未发出的表单（{count} 份）仍保存在本机；退出登录时会删除。',
    'Unsent forms ({count}) are still kept on this computer; signing out deletes them.',
  ],
  endedHere: [
    '正在填写的内容仍在本页；重新获得任职后即可继续，退出登录后不保留。',
    'What you were filling in is still in this page: go on once you hold the office again. Signing out discards it.',
  ],
  endedStill: ['目前仍没有这项任职。', 'The appointment is still not there.'],
  actOtherwise: ['改用其他任职', 'Act in another office'],
  reading: ['正在读取任职信息', 'Reading the appointments'],
  readingText: ['系统刚启动，稍候会自动进入。', 'The system has just started; this goes on by itself in a moment.'],
  uncertain: [
    '{services}：任职信息暂时没有更新，可以照常查看；审批、发放、任免和查看完整个人信息需稍候。',
    '{services}: appointments are not up to date at the moment. Reading goes on; approvals, payments, appointments and revealing personal data wait.',
  ],
  and: ['、', ', '],
  waits: ['任职信息暂时无法更新，此事项稍后才能办理；已填写的内容保存在本机。', 'Appointments cannot be brought up to date at the moment, so this waits; what you filled in is kept on this computer.'],
  keptEnded: ['您的任职已经结束，这份表单没有办理，已保存在本机。', 'Your appointment has ended: this form was not recorded and is kept on this computer.'],
} satisfies Record<string, Phrase>
