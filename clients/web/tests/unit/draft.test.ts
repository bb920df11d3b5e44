import 'fake-indexeddb/auto'
import { openDB, type IDBPDatabase } from 'idb'
import { afterEach, describe, expect, test } from 'vitest'
import { ComplaintKind, ReporterMode } from '@/gen/zoufang/v1/complaint_pb'
import { categoriesFor } from '@/citizen/filing/categories'
import { MOST_NARRATIVE, newDraft, problemsOf } from '@/citizen/filing/draft'
import { forgetDraft, loadDrafts, loadFile, saveDraft, saveFile } from '@/citizen/filing/draft_store'
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

describe('the drafts of a device', () => {
  const inDatabase = async <T>(work: (database: IDBPDatabase) => Promise<T>) => {
    const database = await openDB('zoufang', 1, { upgrade: (opened) => void opened.createObjectStore('filing') })
    return work(database).finally(() => database.close())
  }
  const bytes = (text: string) => new TextEncoder().encode(text)
  const textOf = async (id: string, sha256: string) => new TextDecoder().decode(await loadFile(id, sha256))
  afterEach(() => inDatabase((database) => database.clear('filing')))

  test('come back as they were saved, each with its files', async () => {
    const [one, other] = [wholeDraft(), { ...wholeDraft(), narrative: '还有一件。' }]
    for (const draft of [one, other]) {
      await saveDraft(draft)
      await saveFile(draft.id, 'a1', bytes(draft.narrative))
    }
    const found = await loadDrafts(2000)
    expect(found).toHaveLength(2)
    expect(found).toEqual(expect.arrayContaining([one, other]))
    expect([await textOf(one.id, 'a1'), await textOf(other.id, 'a1')]).toEqual(['收了钱。', '还有一件。'])
  })
  test('are not readable in the database', async () => {
    const draft = wholeDraft()
    await saveDraft(draft)
    const sealed = (await inDatabase((database) => database.get('filing', [draft.id, 'draft']))) as { bytes: ArrayBuffer }
    expect(new TextDecoder().decode(sealed.bytes)).not.toContain('王某')
  })
  test('are forgotten after thirty days, and one by one with their files and keys', async () => {
    const [old, kept] = [wholeDraft(), { ...wholeDraft(), savedAt: 2000 + 31 * DAY_MS }]
    await saveDraft(old)
    await saveFile(old.id, 'a1', bytes('file'))
    await saveDraft(kept)
    expect(await loadDrafts(1000 + 30 * DAY_MS)).toHaveLength(2)
    expect(await loadDrafts(1001 + 30 * DAY_MS)).toEqual([kept])
    expect(await loadFile(old.id, 'a1')).toBeUndefined()
    await forgetDraft(kept.id)
    expect(await loadDrafts(2000)).toEqual([])
    expect(await inDatabase((database) => database.getAllKeys('filing'))).toEqual([])
  })
  test('do not hide behind a damaged one', async () => {
    const [damaged, sound] = [wholeDraft(), wholeDraft()]
    await saveDraft(damaged)
    await saveDraft(sound)
    const broken = { savedAt: 1000, iv: new Uint8Array(12), bytes: new ArrayBuffer(40) }
    await inDatabase((database) => database.put('filing', broken, [damaged.id, 'draft']))
    expect(await loadDrafts(2000)).toEqual([sound])
  })
  test('keep one key each, though two pages save at once', async () => {
    const draft = wholeDraft()
    await Promise.all([saveDraft(draft), saveFile(draft.id, 'a1', bytes('file')), saveDraft(draft)])
    expect(await loadDrafts(2000)).toEqual([draft])
    expect(await textOf(draft.id, 'a1')).toBe('file')
  })
  test('number the one that was kept when there was only one, with its files', async () => {
    const { id, ...draft } = wholeDraft()
    await saveDraft({ id, ...draft })
    await saveFile(id, 'a1', bytes('file'))
    // As it was written then: under plain names, without an id.
    await inDatabase(async (database) => {
      const key = (await database.get('filing', [id, 'key'])) as CryptoKey
      const iv = new Uint8Array(12)
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes(JSON.stringify(draft)))
      await database.put('filing', await database.get('filing', [id, 'file a1']), 'file a1')
      await database.put('filing', { savedAt: draft.savedAt, iv, bytes: sealed }, 'draft')
      await database.put('filing', key, 'key')
    })
    await forgetDraft(id)

    const [adopted, ...more] = await loadDrafts(2000)
    expect(adopted).toEqual({ ...draft, id: adopted.id })
    expect(await textOf(adopted.id, 'a1')).toBe('file')
    expect([more, await loadDrafts(2000)]).toEqual([[], [adopted]])
  })
})
