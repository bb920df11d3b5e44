import { ref, shallowRef } from 'vue'
import { failureOf, type Failure } from '@/shared/errors'
import { complaints } from '../api'
import { questionInChinese } from '../catalogue'
import { newDraft, type Draft, type Subject } from './draft'
import { forgetDraft, loadDraft, saveDraft } from './draft_store'
import { requestOf } from './request'
import { withWork } from './with_work'

// The draft of this page; undefined until one is begun or found.
export const draft = ref<Draft>()
export const kept = ref(true)
export const failure = shallowRef<Failure>()
export const busy = ref(false)

let found: Promise<void> | undefined

// Takes up what an earlier page left, once.
export function takeUp(): Promise<void> {
  found ??= loadDraft(Date.now())
    .then((stored) => void (draft.value ??= stored))
    .catch(() => void (kept.value = false))
  return found
}

export async function keep(): Promise<void> {
  if (!draft.value) return
  draft.value.savedAt = Date.now()
  try {
    await saveDraft(draft.value)
    kept.value = true
  } catch {
    kept.value = false
  }
}

// Begins a draft, or says of the one at hand whom it is about. What is locked stays as it is.
export async function begin(subject?: Subject): Promise<void> {
  await takeUp()
  const now = draft.value
  if (now && (now.state !== 'editing' || !subject)) return
  const fresh = newDraft(subject)
  draft.value = now && subject ? { ...now, ...subject, category: fresh.category, step: 'matter', kind: fresh.kind || now.kind } : fresh
  await keep()
}

export async function discard(): Promise<void> {
  draft.value = undefined
  failure.value = undefined
  await forgetDraft()
}

// Sends the draft. It is locked on this device before the first byte leaves, and opened again only by
// the server's own refusal; no answer leaves it locked.
export async function send(): Promise<void> {
  const sent = draft.value
  if (!sent || busy.value || sent.state === 'filed') return
  busy.value = true
  failure.value = undefined
  sent.state = 'sending'
  await keep()
  try {
    const request = requestOf(sent, questionInChinese)
    const answer = await withWork((headers) => complaints.fileComplaint(request, { headers }))
    sent.receipt = { number: answer.number, secret: answer.secret }
    sent.state = 'filed'
    Object.assign(sent, { narrative: '', answers: {}, name: '', phone: '', others: [] })
  } catch (cause) {
    failure.value = failureOf(cause)
    if (!failure.value.unknown) sent.state = 'editing'
  } finally {
    await keep()
    busy.value = false
  }
}
