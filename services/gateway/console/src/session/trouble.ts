// Why a sign-in did not come to an end, by what a person can do about it.
import { ErrorResponse } from 'oidc-client-ts'

/** `denied`: refused at the issuer; `used`: an old link or page; `away`: issuer or gateway not reached. */
export type FailureKind = 'denied' | 'used' | 'away' | 'other'

export interface Failure {
  kind: FailureKind
  /** For whoever is asked for help. */
  detail: string
}

/** The gateway could not record the sign-in. */
export class Unrecorded extends Error {}

const NO_STATE = 'No matching state'

export function failureOf(error: unknown): Failure {
  return { kind: kindOf(error), detail: error instanceof Error ? error.message : String(error) }
}

function kindOf(error: unknown): FailureKind {
  if (error instanceof ErrorResponse) {
    if (error.error === 'access_denied') return 'denied'
    return error.error === 'temporarily_unavailable' || error.error === 'server_error' ? 'away' : error.error === 'invalid_grant' ? 'used' : 'other'
  }
  if (error instanceof Unrecorded || error instanceof TypeError) return 'away' // fetch fails so without network
  return error instanceof Error && error.message.startsWith(NO_STATE) ? 'used' : 'other'
}
