import { create } from '@bufbuild/protobuf'
import { describe, expect, test } from 'vitest'
import { createSSRApp, type Component } from 'vue'
import { renderToString } from 'vue/server-renderer'
import CitizenTimeline from '@/citizen/parts/CaseTimeline.vue'
import CaseView from '@/citizen/parts/CaseView.vue'
import CaseTimeline from '@/console/cases/CaseTimeline.vue'
import ClockCard from '@/console/cases/ClockCard.vue'
import { ComplaintAction, ComplaintEventSchema } from '@/gen/zoufang/v1/complaint_pb'
import { ComplaintClock_Card, ComplaintClockSchema, ComplaintStatusSchema } from '@/gen/zoufang/v1/complaint_service_pb'

const WARNING = '2027年的放假安排尚未载入，该年暂按周一至周五为工作日推算，期限可能变动。'
const show = (component: Component, props: object) => renderToString(createSSRApp(component, { ...props }))

const clockOf = (warning: string) =>
  create(ComplaintClockSchema, { card: ComplaintClock_Card.GREEN, dueOn: '2027-01-20', daysLeft: 53, warning })
const events = ['2027-01-20', '2026-12-30'].map((dueOn, at) =>
  create(ComplaintEventSchema, { id: `${at}`, action: ComplaintAction.ACCEPT, dueOn }))
const statusOf = (clockWarning: string) =>
  create(ComplaintStatusSchema, {
    number: 'ZB-20261124-000001-1', dueOn: '2027-01-20', clockWarning,
    timeline: events.map(({ action, dueOn }) => ({ action, dueOn, on: '2026-11-28' })),
  })
const times = (page: string, words: string) => page.split(words).length - 1

describe('a due date in a year without its calendar', () => {
  test('is marked beside the card, with the reason', async () => {
    const card = await show(ClockCard, { clock: clockOf(WARNING) })
    expect(card).toContain('期限待核')
    expect(card).toContain(WARNING)
    expect(await show(ClockCard, { clock: clockOf('') })).not.toContain('期限待核')
  })
  test('is marked where the case’s history names it, and no other date is', async () => {
    expect(times(await show(CaseTimeline, { events, clock: clockOf(WARNING) }), '期限待核')).toBe(1)
    expect(times(await show(CaseTimeline, { events, clock: clockOf('') }), '期限待核')).toBe(0)
  })
  test('is told to the citizen, with the reason', async () => {
    const page = await show(CaseView, { status: statusOf(WARNING) })
    expect(page).toContain(WARNING)
    expect(times(page, '办理期限可能变动')).toBe(2)
    expect(times(await show(CaseView, { status: statusOf('') }), '办理期限可能变动')).toBe(0)
  })
  test('is marked in the citizen’s timeline', async () => {
    const { timeline: entries } = statusOf(WARNING)
    expect(times(await show(CitizenTimeline, { entries, unsureOn: '2027-01-20' }), '办理期限可能变动')).toBe(1)
  })
})
