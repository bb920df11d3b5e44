import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { UNREGISTERED } from '@/citizen/filing/categories'

// A page opened anew: its modules begin from nothing, over the same database.
async function openPage() {
  vi.resetModules()
  return import('@/citizen/filing/filing')
}

const fileComplaint = vi.fn()
vi.mock('@/citizen/api', () => ({ complaints: { fileComplaint } }))
vi.mock('@/citizen/catalogue', () => ({ questionInChinese: String }))

const ORGANIZATION = { organizationId: 'o-1', subjectName: '淄博市书法协会' }

describe('several drafts', () => {
  beforeEach(async () => {
    const page = await openPage()
    await page.takeUp()
    for (const one of page.drafts.value) await page.discard(one.id)
  })

  test('are each kept: a second matter does not touch the first', async () => {
    const first = await openPage()
    const one = await first.beginAbout(ORGANIZATION)
    one.narrative = '收了钱。'
    await first.keep(one)
    const other = await first.beginAbout({ organizationId: 'o-2', subjectName: '淄博市摄影协会' })
    expect([other.id === one.id, other.narrative]).toEqual([false, ''])

    const second = await openPage()
    await second.takeUp()
    expect(second.drafts.value.map((draft) => draft.subjectName).sort()).toEqual(['淄博市书法协会', '淄博市摄影协会'])
    expect((await second.open(one.id))?.narrative).toBe('收了钱。')
    await second.discard(one.id)
    expect([await second.open(one.id), second.drafts.value.map((draft) => draft.id)]).toEqual([undefined, [other.id]])
  })
  test('are stored in the order in which they were written, and said to be stored only then', async () => {
    const page = await openPage()
    const draft = page.begin()
    await page.open(draft.id)
    draft.narrative = '收了钱。'
    const first = page.keep()
    draft.narrative = '收了两次钱。'
    const second = page.keep()
    expect(page.savedAt.value).toBe(0)
    await first
    await second
    expect(page.savedAt.value).toBeGreaterThan(0)
    expect((await (await openPage()).open(draft.id))?.narrative).toBe('收了两次钱。')
  })
  test('about one organisation are one, and keep what was chosen', async () => {
    const page = await openPage()
    const draft = page.begin()
    Object.assign(draft, { subjectName: '淄博市书法协会 ', category: 'fees' })
    await page.keep(draft)
    expect(await page.beginAbout(ORGANIZATION)).toBe(draft)
    expect(draft).toMatchObject({ ...ORGANIZATION, category: 'fees', step: 'matter' })
    expect(await page.beginAbout({ organizationId: '', subjectName: '淄博市书法协会' })).not.toBe(draft)
  })
  test('of an unregistered organisation stay a report of it only while it is one', async () => {
    const page = await openPage()
    const draft = await page.beginAbout({ organizationId: '', subjectName: '淄博市书法协会' })
    expect(draft.category).toBe(UNREGISTERED)
    await page.beginAbout(ORGANIZATION)
    expect([draft.organizationId, draft.category]).toEqual(['o-1', ''])
  })
  test('that were sent are not written in again', async () => {
    const page = await openPage()
    const sent = await page.beginAbout(ORGANIZATION)
    sent.state = 'sending'
    await page.keep(sent)
    expect(await page.beginAbout(ORGANIZATION)).not.toBe(sent)
  })
  test('are filed one by one, while another is written', async () => {
    const page = await openPage()
    const sent = await page.beginAbout(ORGANIZATION)
    let answer = (_: object) => {}
    fileComplaint.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)))
    await page.open(sent.id)
    const sending = page.send()
    const other = await page.beginAbout({ organizationId: 'o-2', subjectName: '淄博市摄影协会' })
    await page.open(other.id)
    expect([sent.state, page.busy.value]).toEqual(['sending', false])
    answer({ number: 'ZB-1', secret: '1234' })
    await sending

    const later = await openPage()
    expect(await later.open(sent.id)).toMatchObject({ state: 'filed', receipt: { number: 'ZB-1' } })
    expect(await later.open(other.id)).toMatchObject({ state: 'editing', subjectName: '淄博市摄影协会' })
  })
  test('that nothing was written in are not kept', async () => {
    const page = await openPage()
    expect(page.begin()).toBe(page.begin())
    expect(page.drafts.value).toEqual([])
    expect((await openPage()).drafts.value).toEqual([])
  })
  test('are shown as another page left them, and a discarded one is not kept again', async () => {
    const [mine, other] = [await openPage(), await openPage()]
    const draft = await mine.beginAbout(ORGANIZATION)
    const there = (await other.open(draft.id))!
    there.narrative = '补充。'
    await new Promise((wake) => setTimeout(wake, 2))
    await other.keep(there)
    await mine.takeUp()
    expect(draft.narrative).toBe('补充。')
    await mine.discard(draft.id)
    await mine.keep(draft)
    const later = await openPage()
    await later.takeUp()
    expect(later.drafts.value).toEqual([])
  })
})
