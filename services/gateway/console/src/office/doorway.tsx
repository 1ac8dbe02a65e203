// The frame of pages before or beside an office: name of the platform, language, sign out; the account's id to copy.
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { LanguageSwitch } from '../language/switch.tsx'
import { useSpeech } from '../language/language.tsx'
import mark from '../mark.svg'
import type { Session } from '../session/session.ts'
import { FRAME } from '../words/frame.ts'
import { OFFICE } from '../words/office.ts'
import { useSignOut } from './sign_out.ts'

interface Props {
  session: Session
  account: string
  title: string
  children: ComponentChildren
}

export function Doorway({ session, account, title, children }: Props) {
  const { t } = useSpeech()
  const signOut = useSignOut(session, account)
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = title
    head.current?.focus()
  }, [title])
  return (
    <>
      <header class="top">
        <div class="top-row">
          <p class="brand"><img src={mark} alt="" width={30} height={30} />{t(FRAME.platform)}</p>
          <LanguageSwitch />
          <button type="button" class="on-red" onClick={() => void signOut()}>{t(FRAME.signOut)}</button>
        </div>
      </header>
      <main class="landing doorway" id="main">
        <h1 tabIndex={-1} ref={head}>{title}</h1>
        {children}
      </main>
    </>
  )
}

const SAID = 3000 // ms that “copied” stays

export function Account({ id }: { id: string }) {
  const { t } = useSpeech()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(id)
    setCopied(true)
    setTimeout(() => setCopied(false), SAID)
  }
  return (
    <p class="account">
      <span>{t(OFFICE.account)}</span> <code>{id}</code>
      <button type="button" class="small" onClick={() => void copy()}>{t(copied ? OFFICE.copied : OFFICE.copy)}</button>
      <span class="unseen" role="status">{copied ? t(OFFICE.copied) : ''}</span>
    </p>
  )
}
