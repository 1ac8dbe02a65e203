// The account picker: county by county, office by office, what each may do, then who holds it. No script, no password.
import { page, text } from './pages.js'
import { WORDS } from './words.js'

/** The account picker of one interaction. */
export function signInPage(language, uid, { accounts }) {
  const words = WORDS[language]
  const offered = accounts.filter((account) => account.shown && account.words)
  const rest = accounts.filter((account) => !account.shown)
  const newcomers = accounts.filter((account) => !account.words)
  const counties = grouped(offered, (account) => account.words.county[language])
  return page(
    language,
    words.title,
    `<h1>${words.heading}</h1>
    <form method="post" action="/interaction/${uid}">
    ${counties.map(([name, members]) => county(language, name, members)).join('\n')}
    <section aria-label="${text(words.newcomers)}"><h2>${words.newcomers}</h2><div class="office">
    <p>${words.newcomersMay}</p><div class="accounts">${newcomers.map((account) => button(language, account)).join('\n')}</div>
    </div></section>
    <details><summary>${words.more(rest.length)}</summary><div class="accounts">
    ${rest.map((account) => button(language, account)).join('\n')}
    </div></details>
    </form>
    <p class="note">${words.note}</p>`,
    `/interaction/${uid}?language=${language === 'zh' ? 'en' : 'zh'}`,
  )
}

function county(language, name, accounts) {
  const offices = grouped(accounts, (account) => account.words.office[language])
  return `<section aria-label="${text(name)}"><h2>${text(name)}</h2>
    ${offices.map(([office, members]) => officeOf(language, office, members)).join('\n')}</section>`
}

function officeOf(language, office, accounts) {
  const { words } = accounts[0]
  const english = language === 'zh' ? ` <small lang="en">${text(words.office.en)}</small>` : ''
  return `<div class="office"><div><h3>${text(office)}${english}</h3><p>${text(words.may[language])}</p></div>
    <div class="accounts">${accounts.map((account) => button(language, account)).join('\n')}</div></div>`
}

function button(language, account) {
  const detail = account.words ? `<span>${text(account.words.place[language])}</span>` : ''
  const extra = account.explorer ? `<span class="badge">${WORDS[language].explorer}</span>` : ''
  return `<button type="submit" name="account" value="${text(account.name)}">
    <strong>${text(account.display)}</strong>${detail}<code>${text(account.name)}</code>${extra}</button>`
}

function grouped(accounts, nameOf) {
  const groups = new Map()
  for (const account of accounts) {
    const name = nameOf(account)
    groups.set(name, [...(groups.get(name) ?? []), account])
  }
  return [...groups]
}
