// Words of what is printed: a union's members, its certificate.
import type { Phrase } from '../language/phrase.ts'

export const PAPER = {
  members: ['打印会员名册', 'Print the members'],
  certificate: ['打印工会证书', 'Print the certificate'],
  print: ['打印', 'Print'],
  back: ['返回工会', 'Back to the union'],
  missing: ['没有读到，或不在您的辖区。', 'It could not be read, or is outside your area.'],
  noCertificate: ['工会批准成立后才有证书。', 'A union has a certificate once it is approved.'],
  left: ['包括已离会的', 'Include those who left'],
  number: ['序号', 'No.'],
  who: ['姓名与证件（部分隐去）', 'Name and ID number (masked)'],
  members_: ['会员 {members} 人，其中保留会籍 {retained} 人', '{members} members, {retained} of them retained'],
  asOf: ['截至 {day}', 'as of {day}'],
  more: ['共 {members} 人，此处列出前 {listed} 人。', 'First {listed} of {members}.'],
  printed: ['打印日期：{day}', 'Printed on {day}'],
  by: ['经办：{name}', 'By: {name}'],
  seal: ['（盖章）', '(seal)'],
  named: ['兹证明 {name} 已依法成立。', 'This certifies that {name} has been founded under the law.'],
} satisfies Record<string, Phrase>
