// While somebody waits for an appointment, the page asks now and then, so that it goes on by itself.
import { useEffect } from 'preact/hooks'

const EVERY = 8000 // ms between two questions

export function useAsking(ask: () => Promise<boolean>): void {
  useEffect(() => {
    const timer = setInterval(() => void ask(), EVERY)
    return () => clearInterval(timer)
  }, [ask])
}
