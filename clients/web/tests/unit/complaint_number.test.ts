import { describe, expect, test } from 'vitest'
import { groupedSecret, isComplaintNumber, normalizeNumber, normalizeSecret } from '@/citizen/complaint_number'

describe('a complaint number', () => {
  test('is taken as the server makes it', () => {
    expect(isComplaintNumber('ZB-20261124-000001-1')).toBe(true)
  })
  test('is refused with any single digit changed', () => {
    const number = 'ZB-20261124-000001-1'
    for (const place of [...number].flatMap((one, index) => (/\d/.test(one) ? [index] : []))) {
      const other = (Number(number[place]) + 1) % 10
      expect(isComplaintNumber(number.slice(0, place) + other + number.slice(place + 1))).toBe(false)
    }
  })
  test('is read as people type it', () => {
    expect(normalizeNumber(' ｚb－20261124－000001－1 ')).toBe('ZB-20261124-000001-1')
  })
})

test('a secret is shown in fours and read with or without them', () => {
  expect(groupedSecret('0123456789012345')).toBe('0123 4567 8901 2345')
  expect(normalizeSecret('0123 4567-8901 2345')).toBe('0123456789012345')
})
