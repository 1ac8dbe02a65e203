// A link inside the console: a real <a href>, followed without loading the page again.
import type { ComponentChildren } from 'preact'
import { useRoute } from './router.tsx'

interface Props {
  to: string
  class?: string
  label?: string
  current?: boolean
  children: ComponentChildren
}

export function Link({ to, class: name, label, current, children }: Props) {
  const { go } = useRoute()
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(to)
  }
  return (
    <a href={to} class={name} aria-label={label} aria-current={current ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  )
}
