// Words of the frame around every view, of signing in, and of failures to load.
import type { Phrase } from '../language/phrase.ts'

export const FRAME = {
  platform: ['工会县域平台', 'County Trade-Union Platform'],
  skip: ['跳到正文', 'Skip to content'],
  menu: ['主菜单', 'Main menu'],
  overview: ['总览', 'Overview'],
  records: ['查询', 'Look up'],
  desk: ['办事', 'Forms'],
  work: ['待办', 'Waiting'],
  audit: ['审计', 'Audit trail'],
  language: ['English', '中文'],
  languageHint: ['Switch to English', '切换为中文'],
  signOut: ['退出', 'Sign out'],
  you: ['当前登录', 'Signed in as'],
  live: ['实时', 'Live'],
  away: ['实时连接已断开，正在重连', 'Live connection lost, reconnecting'],
  connecting: ['正在连接', 'Connecting'],
  offline: ['离线：表单会保存在本机，联网后再发送', 'Offline: forms are kept here and sent later'],
  loading: ['正在读取…', 'Loading…'],
  failed: ['没有读到数据', 'Could not load'],
  unreachable: ['网络不通，请检查网络后重试。', 'The network is not reachable. Check it and try again.'],
  again: ['重试', 'Try again'],
  renewed: ['这一页没有读到', 'This page could not be loaded'],
  renewedText: [
    '平台可能刚刚更新，或网络中断。请重新载入；没有发出的表单仍保存在本机。',
    'The platform may just have been renewed, or the network failed. Reload the page; forms that were not sent are still kept here.',
  ],
  reload: ['重新载入', 'Reload'],
  notFound: ['没有这个页面', 'No such page'],
  notFoundNext: ['地址可能写错了，请从总览重新进入。', 'The address may be wrong. Start again from the overview.'],
  toOverview: ['回到总览', 'Back to the overview'],
  unsentLeave: [
    '还有 {count} 份没有发出的表单，退出后会从本机删除。仍要退出吗？',
    '{count} unsent forms will be deleted from this computer. Sign out anyway?',
  ],
  notForOffice: ['您的职务不查看这一页。', 'Your office does not read this page.'],
  colophon: ['每个数字都可追溯到日志中的事件，并可验证。', 'Every figure leads back to events in the log, and can be verified.'],
} satisfies Record<string, Phrase>

export const SIGN_IN = {
  title: ['县总工会与乡镇工会\n一个平台办事', 'One platform for the county federation and its township unions'],
  lead: [
    '乡镇登记会员、帮扶与活动；县里随即看到数字；任何一个数字都能追溯到当时的记录，并证明它没有丢失、没有改动。',
    'Townships record members, aid and activities. The county sees the figures at once. Every figure leads back to the record behind it, with proof that nothing was lost or changed.',
  ],
  button: ['登录', 'Sign in'],
  where: ['将转到统一身份认证页面，登录后回到这里。', 'You go to the identity provider and come back here.'],
  busy: ['正在登录…', 'Signing in…'],
  failed: ['登录没有完成', 'Sign-in was not completed'],
  failedNext: ['请重新登录；若仍不成功，请联系县总工会管理员。', 'Please sign in again; if it keeps failing, ask the county administrator.'],
  pointOne: ['登记一次', 'Enter once'],
  pointOneText: ['同一件事只填一次表，统计自动汇总。', 'One form for one fact; statistics follow by themselves.'],
  pointTwo: ['即时汇总', 'Counted at once'],
  pointTwoText: ['乡镇提交后，县看板随即更新。', 'The county dashboard moves as soon as a township submits.'],
  pointThree: ['可以验证', 'Verifiable'],
  pointThreeText: ['每条记录登记后都不能悄悄改动，任何人可以核验。', 'No record can be changed unnoticed, and anybody may check it.'],
} satisfies Record<string, Phrase>
