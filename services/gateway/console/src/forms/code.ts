// Numbers and codes as pasted from spreadsheets: full-width, with spaces, quotes or hyphens around them. Pure.

/** "１１０105 1949-1231 002X" → "11010519491231002X". */
export const code = (text: string): string => text.normalize('NFKC').replaceAll(/[\s\p{Cf}'‘’`\-–—]/gu, '')

/** How many characters a pattern such as ^1[3-9][0-9]{9}$ asks for; null when it leaves that open. */
export function lengthOf(pattern: string): number | null {
  const inner = /^\^(.*)\$$/.exec(pattern)?.[1]
  const pieces = inner?.match(/(?:\[[^\]]+\]|\w)(?:\{\d+\})?/g)
  if (!inner || !pieces || pieces.join('') !== inner) return null
  return pieces.reduce((sum, piece) => sum + Number(/\{(\d+)\}$/.exec(piece)?.[1] ?? 1), 0)
}

/** A text field that holds a number or code: its pattern allows digits and letters alone. */
export const holdsCode = (pattern: string | undefined): pattern is string => pattern !== undefined && /^\^(?:\[[0-9A-Za-z-]+\]|\w|\{[\d,]+\})+\$$/.test(pattern)

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CREDIT_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** GB 11643: the ID number's last character by ISO 7064, MOD 11-2. */
export function idNumberRight(number: string): boolean {
  const sum = ID_WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
  return '10X98765432'[sum % 11] === number[17]?.toUpperCase()
}

/** GB 32100: the social credit code's last character, MOD 31 with weights 3^n. */
export function creditCodeRight(text: string): boolean {
  let weight = 1
  let sum = 0
  for (const sign of text.slice(0, 17)) {
    sum += weight * CREDIT_SIGNS.indexOf(sign)
    weight = (weight * 3) % 31
  }
  return CREDIT_SIGNS[(31 - (sum % 31)) % 31] === text[17]
}
