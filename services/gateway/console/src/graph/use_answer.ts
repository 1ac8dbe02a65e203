// A query's answer as state: the last one stays on the page while the next one is on its way, so nothing flickers.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useSignedIn } from '../session/signed_in.tsx'

export interface Answered<T> {
  data: T | null
  error: Error | null
  loading: boolean
  again: () => void
}

/** Asks whenever the variables change; `variables` null: do not ask yet. */
export function useAnswer<T>(documentId: string, variables: object | null): Answered<T> {
  const { ask } = useSignedIn()
  const [state, setState] = useState<Omit<Answered<T>, 'again'>>({ data: null, error: null, loading: true })
  const running = useRef<AbortController | null>(null)
  const key = variables && JSON.stringify(variables)
  const run = useCallback(async () => {
    if (key === null) return
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setState((before) => ({ ...before, loading: true }))
    try {
      const data = await ask<T>(documentId, JSON.parse(key) as object, controller.signal)
      if (!controller.signal.aborted) setState({ data, error: null, loading: false })
    } catch (error) {
      if (!controller.signal.aborted) setState((before) => ({ ...before, error: error as Error, loading: false }))
    }
  }, [ask, documentId, key])
  useEffect(() => {
    void run()
    return () => running.current?.abort()
  }, [run])
  return { ...state, again: run }
}
