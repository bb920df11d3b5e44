import { describe, expect, test } from 'vitest'
import { fill } from '@/shared/text'

describe('filling a text', () => {
  test('puts each value in its place', () => {
    expect(fill('第 {n} 页，共 {all} 页', { n: 2, all: 5 })).toBe('第 2 页，共 5 页')
  })
  test('leaves a place without a value as it is', () => {
    expect(fill('{n} 件', {})).toBe('{n} 件')
  })
})
