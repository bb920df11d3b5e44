import { describe, expect, test } from 'vitest'
import { RequestId } from '@/console/common/request'

describe('a request’s id', () => {
  test('stays while the content is the same and changes with it', () => {
    const id = new RequestId()
    const first = id.for({ text: '受理' })
    expect(id.for({ text: '受理' })).toBe(first)
    expect(id.for({ text: '不予受理' })).not.toBe(first)
  })
})
