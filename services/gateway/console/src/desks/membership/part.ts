// The membership desk: a part of the page that is loaded when it is first shown.
export { Home } from './home.tsx'
export { SectionPage } from './section.tsx'
