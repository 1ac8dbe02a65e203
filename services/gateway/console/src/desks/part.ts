// Forms and their overall list: a part of the page that is loaded when it is first shown.
export { CommandPage } from './command_page.tsx'
export { DeskPage } from './desk.tsx'
