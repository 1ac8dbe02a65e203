// Looking records up: a part of the page that is loaded when it is first shown.
import '../../style/desk.css'
export { RecordList } from './list.tsx'
export { Record } from './record.tsx'
export { Records } from './records.tsx'
