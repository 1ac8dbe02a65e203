// Boards: a part of the page that is loaded when it is first shown.
export { BoardPage } from './board_page.tsx'
