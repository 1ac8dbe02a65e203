// The issuer's pages in Chinese and English: sign out, the command line's code, errors, and the frame around all.
import { WORDS } from './words.js'

/**
 * Asks before signing out; `form` is the provider's own form with its token. `asked`: the platform's own page has
 * asked already and proved whose sign-in it is, so that the form is sent at once.
 */
export function logoutPage(language, form, asked) {
  const words = WORDS[language]
  if (asked) {
    return page(
      language,
      words.leaving,
      `<h1>${words.leaving}</h1>${form}<p class="choice">
      <button class="main" type="submit" form="op.logoutForm" value="yes" name="logout">${words.yes}</button></p>
      <script src="/send.js" defer></script>`,
    )
  }
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

/** Where the command line's code is typed in; `trouble` is a name among the words. */
export function codePage(language, { action, secret, trouble }) {
  const words = WORDS[language]
  const told = trouble ? `<p class="trouble" role="alert">${words[trouble]}</p>` : ''
  return page(
    language,
    words.device,
    `<h1>${words.device}</h1>${told}
    <form method="post" action="${text(action)}">
    <input type="hidden" name="xsrf" value="${text(secret)}">
    <label>${words.deviceAsk}<input class="code" type="text" name="user_code" aria-label="${words.deviceCode}"
      autofocus autocomplete="off" autocapitalize="characters" spellcheck="false" required></label>
    <p class="choice"><button class="main" type="submit">${words.go}</button></p></form>`,
  )
}

/** Compares the code before anybody signs in; `name` is who is signed in here already. */
export function confirmPage(language, { action, secret, code, shown, name }) {
  const words = WORDS[language]
  return page(
    language,
    words.device,
    `<h1>${words.confirm}</h1><p class="code">${text(shown)}</p>
    ${name ? `<p>${text(words.as(name))}</p>` : ''}
    <form method="post" action="${text(action)}">
    <input type="hidden" name="xsrf" value="${text(secret)}">
    <input type="hidden" name="user_code" value="${text(code)}">
    <p class="choice"><button class="main" autofocus type="submit" name="confirm" value="yes">${words.mine}</button>
    <button type="submit" name="abort" value="yes">${words.notMine}</button></p></form>
    <p class="note">${words.confirmNote}</p>`,
  )
}

/** The command line has what it waited for. */
export function codeDonePage(language) {
  const words = WORDS[language]
  return page(language, words.deviceDone, `<h1>${words.deviceDone}</h1><p>${words.deviceDoneNote}</p>`)
}

/** The frame around every page; `other` is the address of the same page in the other language. */
export function page(language, title, content, other) {
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

/** A value as text inside HTML. */
export function text(value) {
  return String(value).replace(/[&<>"']/g, (character) => ESCAPED[character])
}
