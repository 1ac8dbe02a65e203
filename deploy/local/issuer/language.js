// Which language a page speaks: the one chosen by the switch, the one asked for by the application, Chinese otherwise.

/** 'zh' or 'en' for a request; `asked` is the application's ui_locales. */
export function languageOf(request, asked = '') {
  const cookie = /(?:^|;\s*)language=(zh|en)/.exec(request.headers.cookie ?? '')
  if (cookie) return cookie[1]
  return /^en\b/i.test(asked) ? 'en' : 'zh'
}
