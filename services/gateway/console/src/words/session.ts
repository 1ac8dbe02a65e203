// Words of how a session ended, and of sign-ins that did not come to an end.
import type { Phrase } from '../language/phrase.ts'
import type { Ending } from '../session/session.ts'
import type { FailureKind } from '../session/trouble.ts'

export const ENDED: Record<Ending, { title: Phrase; text: Phrase }> = {
  here: {
    title: ['已退出登录', 'You are signed out'],
    text: [
      '本浏览器中打开的其他页面和统一身份认证也已一并退出。',
      'The other pages open in this browser, and the identity provider, are signed out too.',
    ],
  },
  elsewhere: {
    title: ['已在另一个页面退出登录', 'You signed out on another page'],
    text: ['要继续办事，请重新登录。', 'Sign in again to go on.'],
  },
  expired: {
    title: ['登录已失效', 'Your sign-in has ended'],
    text: [
      '登录时间过长，或登录已被注销。请重新登录；没有发出的表单还保存在这台电脑上。',
      'It was too long ago, or it was revoked. Sign in again; forms that were not sent are still on this computer.',
    ],
  },
}

export const FAILURE: Record<FailureKind, Phrase> = {
  denied: [
    '统一身份认证没有同意登录。请换一个账号，或联系县总工会管理员。',
    'The identity provider refused. Use another account, or ask the county administrator.',
  ],
  used: [
    '这次登录的页面已经用过或已过期，请再登录一次。',
    'This sign-in page was used before or is too old. Sign in once more.',
  ],
  away: [
    '网络不通，或身份认证暂时没有应答。请稍后再登录。',
    'The network or the identity provider did not answer. Sign in again in a moment.',
  ],
  other: ['请重新登录；若仍不成功，请联系县总工会管理员。', 'Please sign in again; if it keeps failing, ask the county administrator.'],
}
