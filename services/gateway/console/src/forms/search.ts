// What is asked of a list for what was typed: a whole ID number never stands in an address. Pure.
import { code } from './code.ts'
import { masked } from './summary.ts'

const ID_NUMBER = /^\d{17}[\dX]$/
const TAIL = 4

interface Search {
  text: string
  /** For a whole ID number, asked for by its last four: which labels show it, masked. */
  fits: ((label: string) => boolean) | null
}

export function search(typed: string): Search {
  const number = code(typed).toUpperCase()
  if (!ID_NUMBER.test(number)) return { text: typed, fits: null }
  return { text: number.slice(-TAIL), fits: (label) => label.includes(masked(number)) }
}
