// Asks before a half-filled form is left: inside the console, by the browser's buttons, and when the page is closed.
import { useEffect } from 'preact/hooks'

type Question = () => boolean

let question: Question | null = null

/** Whether the view may be left; asks its question, where it has one. */
export const mayLeave = (): boolean => question === null || question()

/** While `unsaved`, leaving is asked about: `ask` answers whether to go. */
export function useLeaving(unsaved: boolean, ask: Question): void {
  useEffect(() => {
    if (!unsaved) return
    const closing = (event: BeforeUnloadEvent) => event.preventDefault() // the browser asks in its own words
    question = ask
    addEventListener('beforeunload', closing)
    return () => {
      question = null
      removeEventListener('beforeunload', closing)
    }
  }, [unsaved, ask])
}
