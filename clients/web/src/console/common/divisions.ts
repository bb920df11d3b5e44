import { shallowRef } from 'vue'
import { DivisionLevel, type Division } from '@/gen/zoufang/v1/division_pb'
import { desk } from '../api'
import { readAll } from './paged'

// The city, its districts and towns, read once. Villages are not needed at the desk.
const byCode = shallowRef(new Map<string, Division>())
let reading: Promise<void> | undefined

const LEVELS = [DivisionLevel.CITY, DivisionLevel.DISTRICT, DivisionLevel.TOWN]

async function read() {
  const { items } = await readAll(async (pageToken) => {
    const answer = await desk.listDivisions({ levels: LEVELS, pageSize: 500, pageToken })
    return { items: answer.divisions, next: answer.nextPageToken }
  })
  byCode.value = new Map(items.map((one) => [one.id, one]))
}

// Safe to call often; a failed reading is tried again by the next call.
export function loadDivisions(): Promise<void> {
  reading ??= read().catch(() => {
    reading = undefined
  })
  return reading
}

export function divisionsOf(level: DivisionLevel, parent = ''): Division[] {
  return [...byCode.value.values()].filter((one) => one.level === level && one.id.startsWith(parent))
}

const DISTRICT_DIGITS = 6

// "张店区 车站街道"; the code itself when it is not known. A prefix such as 3703 stands for its city.
export function areaName(code: string): string {
  const own = byCode.value.get(code.padEnd(DISTRICT_DIGITS, '0'))
  if (!own) return code
  const district = own.level === DivisionLevel.TOWN ? byCode.value.get(code.slice(0, 6)) : undefined
  return district ? `${district.name} ${own.name}` : own.name
}
