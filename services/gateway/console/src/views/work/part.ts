// The work queue: a part of the page that is loaded when it is first shown.
export { Work } from './work.tsx'
