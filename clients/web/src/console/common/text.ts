import type { Timestamp } from '@bufbuild/protobuf/wkt'
import { timestampMs } from '@bufbuild/protobuf/wkt'

const ZONE = 'Asia/Shanghai'

const toMinute = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'short' })
const toDay = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short' })

// 2026-03-02 09:30, in Zibo; '' when there is none.
export function timeText(at?: Timestamp): string {
  return at ? toMinute.format(timestampMs(at)) : ''
}

export function dayText(at?: Timestamp): string {
  return at ? toDay.format(timestampMs(at)) : ''
}

// A stored value for a person: JSON text without its quotes, a set as a list.
export function valueText(json: string): string {
  if (!json) return ''
  try {
    const value: unknown = JSON.parse(json)
    if (value === null || value === '') return ''
    return Array.isArray(value) ? value.join('、') : String(value)
  } catch {
    return json
  }
}

export function todayText(): string {
  return toDay.format(Date.now())
}
