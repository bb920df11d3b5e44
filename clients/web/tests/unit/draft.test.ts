import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { beforeEach, describe, expect, test } from 'vitest'
import { ComplaintKind, ReporterMode } from '@/gen/zoufang/v1/complaint_pb'
import { categoriesFor } from '@/citizen/filing/categories'
import { MOST_NARRATIVE, newDraft, problemsOf } from '@/citizen/filing/draft'
import { forgetDraft, loadDraft, saveDraft } from '@/citizen/filing/draft_store'
import { requestOf } from '@/citizen/filing/request'

const DAY_MS = 24 * 3600 * 1000

function wholeDraft() {
  return {
    ...newDraft({ organizationId: '', subjectName: '假协会' }),
    answers: { place: '张店区' },
    narrative: '收了钱。',
    mode: ReporterMode.NAMED_SECRET,
    name: '王某',
    savedAt: 1000,
  }
}

describe('a draft', () => {
  test('of an unregistered organisation is a report of it', () => {
    const draft = newDraft({ organizationId: '', subjectName: '假协会' })
    expect([draft.kind, draft.category]).toEqual([ComplaintKind.VIOLATION, 'illegal_organization'])
    expect(categoriesFor(true)).not.toContain('illegal_organization')
  })
  test('names what is missing at each step', () => {
    const draft = newDraft()
    expect(problemsOf(draft, 'matter').map((one) => one.field)).toEqual(['subjectName', 'kind', 'category'])
    expect(problemsOf(draft, 'details').map((one) => one.field)).toEqual(['narrative'])
    expect(problemsOf(draft, 'identity').map((one) => one.field)).toEqual(['mode'])
    expect(problemsOf(wholeDraft(), 'review')).toEqual([])
  })
  test('counts characters, not halves of them', () => {
    const draft = { ...wholeDraft(), narrative: '𠮷'.repeat(MOST_NARRATIVE) }
    expect(problemsOf(draft, 'details')).toEqual([])
    expect(problemsOf({ ...draft, narrative: draft.narrative + '一' }, 'details')[0]?.key).toBe('error.too_long')
  })
  test('becomes the same request however often it is sent', () => {
    const draft = wholeDraft()
    const request = requestOf(draft, () => '活动地点')
    expect(requestOf(draft, () => '活动地点')).toEqual(request)
    expect(request.requestId).toBe(draft.requestId)
    expect(request.complaint?.narrative).toBe('活动地点：张店区\n收了钱。')
  })
  test('names nobody when it is anonymous, whatever was typed before', () => {
    const draft = { ...wholeDraft(), mode: ReporterMode.ANONYMOUS, others: [{ name: '', phone: '' }] }
    expect(problemsOf(draft, 'identity')).toEqual([])
    expect(requestOf(draft, () => '').reporter).toBeUndefined()
  })
  test('names who files together, each of them by name', () => {
    const draft = { ...wholeDraft(), others: [{ name: ' 李某 ', phone: '138' }, { name: '', phone: '1'.repeat(41) }] }
    expect(problemsOf(draft, 'identity')).toEqual([
      { field: 'others.1.name', key: 'error.required' },
      { field: 'others.1.phone', key: 'error.too_long', most: 40 },
    ])
    draft.others.pop()
    expect(problemsOf(draft, 'review')).toEqual([])
    expect(requestOf(draft, () => '').reporter?.others).toMatchObject([{ name: '李某', phone: '138' }])
  })
})

describe('the draft of a device', () => {
  beforeEach(forgetDraft)

  test('comes back as it was saved', async () => {
    await saveDraft(wholeDraft())
    expect(await loadDraft(2000)).toMatchObject({ name: '王某', narrative: '收了钱。' })
  })
  test('is not readable in the database', async () => {
    await saveDraft(wholeDraft())
    const database = await openDB('zoufang')
    const sealed = (await database.get('filing', 'draft')) as { bytes: ArrayBuffer }
    database.close()
    expect(new TextDecoder().decode(sealed.bytes)).not.toContain('王某')
  })
  test('is forgotten after thirty days, and when it is discarded', async () => {
    await saveDraft(wholeDraft())
    expect(await loadDraft(1000 + 31 * DAY_MS)).toBeUndefined()
    await saveDraft(wholeDraft())
    await forgetDraft()
    expect(await loadDraft(2000)).toBeUndefined()
  })
})
