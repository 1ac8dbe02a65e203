// Ask again when the county's logs have moved; at most one question every half second.
import { useEffect, useState } from 'preact/hooks'
import { useSignedIn } from '../session/signed_in.tsx'
import type { LiveState } from './live.ts'

const PAUSE = 500 // ms between two questions of one view

export function useLive(again: () => void, paused = false): LiveState {
  const { live } = useSignedIn()
  const [state, setState] = useState<LiveState>(live.state)
  useEffect(() => {
    setState(live.state) // it may have connected between drawing and this effect
    return live.onState(() => setState(live.state))
  }, [live])
  useEffect(() => {
    if (paused) return undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let last = 0
    const moved = () => {
      if (timer !== undefined) return
      timer = setTimeout(() => {
        timer = undefined
        last = Date.now()
        again()
      }, Math.max(0, last + PAUSE - Date.now()))
    }
    const stop = live.onMove(moved)
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [live, again, paused])
  return state
}
