// The issuer's pages in Chinese and English: choose an account, sign out, errors. No script, no password: it is a demo.

const WORDS = {
  zh: {
    title: '登录 · 工会县域平台（演示）',
    product: '工会县域平台',
    heading: '选择一个演示账号',
    note: '这是本机上的演示身份服务：没有密码，人名均为虚构，只能在这台电脑上访问。正式部署请接入本单位的 OpenID 身份服务。',
    county: '县总工会',
    township: '乡镇工会',
    more: (count) => `其余乡镇的账号（${count}）`,
    explorer: '可发开放查询',
    other: 'English',
    logout: '要退出登录吗？',
    yes: '退出登录',
    no: '保持登录',
    out: '已退出登录',
    failed: '登录没有成功',
    again: '请回到平台页面重新登录。',
  },
  en: {
    title: 'Sign in · County union platform (demo)',
    product: 'County union platform',
    heading: 'Choose a demo account',
    note: 'This is the demo’s identity service on this machine: there is no password, all people are invented, and nobody else can reach it. A real installation uses your own OpenID issuer.',
    county: 'County federation',
    township: 'Township unions',
    more: (count) => `Accounts of the other townships (${count})`,
    explorer: 'may send open queries',
    other: '中文',
    logout: 'Do you want to sign out?',
    yes: 'Sign out',
    no: 'Stay signed in',
    out: 'You are signed out',
    failed: 'The sign-in did not succeed',
    again: 'Please go back to the platform and sign in again.',
  },
}

/** The account picker of one interaction. */
export function signInPage(language, uid, { accounts }) {
  const words = WORDS[language]
  const shown = accounts.filter((account) => account.shown)
  const group = (heading, members) => `
    <section aria-label="${text(heading)}"><h2>${text(heading)}</h2><div class="accounts">
    ${members.map((account) => button(language, account)).join('\n')}
    </div></section>`
  const rest = accounts.filter((account) => !account.shown)
  return page(
    language,
    words.title,
    `<h1>${words.heading}</h1>
    <form method="post" action="/interaction/${uid}">
    ${group(words.county, shown.filter((account) => account.area.length === 6))}
    ${group(words.township, shown.filter((account) => account.area.length === 9))}
    <details><summary>${words.more(rest.length)}</summary><div class="accounts small">
    ${rest.map((account) => button(language, account)).join('\n')}
    </div></details>
    </form>
    <p class="note">${words.note}</p>`,
    `/interaction/${uid}?language=${language === 'zh' ? 'en' : 'zh'}`,
  )
}

/** Asks before signing out; `form` is the provider's own form with its token. */
export function logoutPage(language, form) {
  const words = WORDS[language]
  return page(
    language,
    words.logout,
    `<h1>${words.logout}</h1>${form}<p class="choice">
    <button class="main" autofocus type="submit" form="op.logoutForm" value="yes" name="logout">${words.yes}</button>
    <button type="submit" form="op.logoutForm">${words.no}</button></p>`,
  )
}

/** Shown when no application asked to be returned to. */
export function loggedOutPage(language) {
  return page(language, WORDS[language].out, `<h1>${WORDS[language].out}</h1>`)
}

/** An OAuth error that cannot be sent back to the application. */
export function errorPage(language, { error, error_description: description }) {
  const words = WORDS[language]
  return page(
    language,
    words.failed,
    `<h1>${words.failed}</h1><p>${words.again}</p><p class="note">${text(error)}: ${text(description ?? '')}</p>`,
  )
}

function button(language, account) {
  const { office, place } = account.words
  const detail = [place[language], office[language]].join(' · ')
  const extra = account.explorer ? `<span class="badge">${WORDS[language].explorer}</span>` : ''
  return `<button type="submit" name="account" value="${text(account.name)}">
    <strong>${text(account.display)}</strong><span>${text(detail)}</span><code>${text(account.name)}</code>${extra}</button>`
}

function page(language, title, content, other) {
  const words = WORDS[language]
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title><link rel="stylesheet" href="/style.css">
</head>
<body>
<header><span class="product">${words.product}</span>${other ? `<a href="${other}" lang="${language === 'zh' ? 'en' : 'zh-CN'}">${words.other}</a>` : ''}</header>
<main>${content}</main>
</body>
</html>`
}

const ESCAPED = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function text(value) {
  return String(value).replace(/[&<>"']/g, (character) => ESCAPED[character])
}
