// Papers: a part of the page that is loaded when it is first shown.
import '../../style/papers.css'
export { PaperPage } from './paper_page.tsx'
