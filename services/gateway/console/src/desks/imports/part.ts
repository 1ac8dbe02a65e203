// Imports: a part of the page that is loaded when it is first shown.
export { ImportPage } from './import_page.tsx'
