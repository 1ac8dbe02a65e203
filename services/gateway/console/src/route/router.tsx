// The browser's history as the console's state: one store, one hook, one link.
import { createContext, type ComponentChildren } from 'preact'
import { useCallback, useContext, useEffect, useMemo, useState } from 'preact/hooks'
import { address, parse, type Address, type Params } from './address.ts'
import { mayLeave } from './leaving.ts'

interface Route extends Address {
  go: (to: string, options?: { replace?: boolean }) => void
  /** Changes some of this view's parameters, keeping the rest; undefined removes. */
  set: (params: Params) => void
}

const Routing = createContext<Route | null>(null)
const here = (): Address => parse(location.pathname, location.search)

export function Router({ children }: { children: ComponentChildren }) {
  const [place, setPlace] = useState(here)
  useEffect(() => {
    const moved = () => {
      if (here().path === place.path || mayLeave()) setPlace(here())
      else history.pushState(null, '', address(place.path, place.params)) // the browser has moved already: move it back
    }
    addEventListener('popstate', moved)
    return () => removeEventListener('popstate', moved)
  }, [place])
  const go = useCallback((to: string, options?: { replace?: boolean }) => {
    const before = location.pathname
    if (parse(to.split('?')[0] ?? to, '').path !== before && !mayLeave()) return
    if (options?.replace) history.replaceState(null, '', to)
    else history.pushState(null, '', to)
    setPlace(here())
    if (location.pathname !== before) {
      scrollTo(0, 0)
      document.querySelector<HTMLElement>('main')?.focus()
    }
  }, [])
  const route = useMemo<Route>(
    () => ({
      ...place,
      go,
      set: (params) => go(address(place.path, { ...place.params, ...params }), { replace: true }),
    }),
    [place, go],
  )
  return <Routing.Provider value={route}>{children}</Routing.Provider>
}

export function useRoute(): Route {
  const route = useContext(Routing)
  if (!route) throw new Error('no Router above')
  return route
}
