import { saveBlob } from './save'

// Comma-separated files that a spreadsheet opens as text and never as a formula.

export type Cell = string | number | bigint | undefined

// What spreadsheets take for the beginning of a formula, full-width forms among them.
const FORMULA = /^[\s]*[=+\-@＝＋－＠\t\r]/

function quoted(cell: Cell): string {
  if (cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

// `head` is what the export was made of: one line each, before the columns' names.
export function csvText(head: [string, string][], columns: string[], rows: Cell[][]): string {
  const lines = [...head, columns, ...rows]
  return '\uFEFF' + lines.map((line) => line.map(quoted).join(',')).join('\r\n') + '\r\n'
}

export function saveAs(name: string, text: string): void {
  saveBlob(name, new Blob([text], { type: 'text/csv;charset=utf-8' }))
}
