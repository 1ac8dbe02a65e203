// The audit trail and its proofs: a part of the page that is loaded when it is first shown.
export { Audit } from './audit.tsx'
export { EntryPage } from './entry.tsx'
