// Words of being shown personal data in full.
import type { Phrase } from '../language/phrase.ts'

export const REVEAL = {
  open: ['查看完整信息', 'Show in full'],
  title: ['查看完整信息：{who}', 'Show in full: {who}'],
  recorded: [
    '本次查看会先记入审计记录：您的账号、职务、时间、所看项目与目的，不含信息内容。',
    'This look is recorded in the audit trail first: your account, office, time, fields and purpose, never what they say.',
  ],
  fields: ['查看哪些项目', 'Which fields'],
  purpose: ['查看目的', 'Purpose'],
  choose: ['请选择', 'Choose'],
  missing: ['请选择至少一个项目和查看目的。', 'Choose at least one field and a purpose.'],
  show: ['查看', 'Show'],
  sending: ['正在记录…', 'Recording…'],
  cancel: ['取消', 'Cancel'],
  away: ['网络不通，没有查看。请重试。', 'The network is not reachable; nothing was shown. Try again.'],
  unknown: ['未登记', 'Not on record'],
  copy: ['复制', 'Copy'],
  copyWhat: ['复制{what}', 'Copy {what}'],
  copied: ['已复制', 'Copied'],
  shownNow: ['已显示，一分钟后自动隐藏。', 'Shown; hidden by itself after a minute.'],
  left: ['{n} 秒后自动隐藏，不在本机保存。', 'Hidden in {n} seconds; not kept on this computer.'],
  entry: ['本次查看已记入审计记录', 'This look is recorded: see the entry'],
  done: ['本次查看已记入审计记录。', 'This look is recorded in the audit trail.'],
  hide: ['立即隐藏', 'Hide now'],
} satisfies Record<string, Phrase>
