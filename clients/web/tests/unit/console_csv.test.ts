import { describe, expect, test } from 'vitest'
import { csvText } from '@/console/common/csv'

const lines = (text: string) => text.replace(/^\uFEFF/, '').trimEnd().split('\r\n')

describe('an export', () => {
  test('says on its top what was asked and when, before the columns', () => {
    const text = csvText([['查询条件', '张店区'], ['导出时间', '2026-03-02 09:00']], ['名称'], [['慈善总会']])
    expect(text.startsWith('\uFEFF')).toBe(true)
    expect(lines(text)).toEqual(['查询条件,张店区', '导出时间,2026-03-02 09:00', '名称', '慈善总会'])
  })
  test.each(['=1+1', '+86', '-2', '@SUM(A1)', '\t=1', '＝1', ' =1'])('takes %j for text, not for a formula', (cell) => {
    expect(lines(csvText([], ['c'], [[cell]])).slice(1).join('\n')).toBe(`"'${cell}"`)
  })
  test('keeps numbers as they are, negative ones too', () => {
    expect(lines(csvText([], ['c', 'd'], [[-2, 3n]]))[1]).toBe('-2,3')
  })
  test('doubles quotes and keeps commas and line ends within their cell', () => {
    expect(csvText([], ['c'], [['他说"好",\n走了']])).toContain('"他说""好"",\n走了"')
  })
})
