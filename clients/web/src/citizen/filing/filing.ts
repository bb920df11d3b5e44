import { computed, reactive, ref, shallowReactive } from 'vue'
import { failureOf, type Failure } from '@/shared/errors'
import { complaints } from '../api'
import { questionInChinese } from '../catalogue'
import { UNREGISTERED } from './categories'
import { newDraft, type Draft, type Subject } from './draft'
import { forgetDraft, loadDrafts, saveDraft } from './draft_store'
import { requestOf } from './request'
import { withWork } from './with_work'

// What this page knows of the device's drafts, those among them that nothing was written in yet.
const known = ref<Draft[]>([])
// Those that were written in, the latest first.
export const drafts = computed(() => known.value.filter((one) => one.savedAt).sort((a, b) => b.savedAt - a.savedAt))
// The one that is shown.
export const draft = ref<Draft>()
export const kept = ref(true)

const beingSent = reactive(new Set<string>())
const failures = shallowReactive(new Map<string, Failure>())
export const busy = computed(() => beingSent.has(draft.value?.id ?? ''))
export const failure = computed(() => failures.get(draft.value?.id ?? ''))

// When what this device holds of a draft was written.
const storedAt = reactive(new Map<string, number>())
// Of the one that is shown; 0: nothing of it is stored.
export const savedAt = computed(() => storedAt.get(draft.value?.id ?? '') ?? 0)

const knownAs = (id: string) => known.value.find((one) => one.id === id)

// Takes up what other pages left, by now or earlier.
export async function takeUp(): Promise<void> {
  try {
    for (const stored of await loadDrafts(Date.now())) {
      const mine = knownAs(stored.id)
      storedAt.set(stored.id, stored.savedAt)
      if (!mine) known.value.push(stored)
      else if (stored.savedAt > mine.savedAt) Object.assign(mine, stored)
    }
  } catch {
    kept.value = false
  }
}

// Shows a draft; undefined when this device has none of that id.
export async function open(id: string): Promise<Draft | undefined> {
  draft.value = knownAs(id)
  await takeUp()
  return (draft.value = knownAs(id))
}

// Keeps what was written in a draft, unless it was discarded meanwhile. One save after the other: what was
// written later is stored later.
let saves: Promise<void> = Promise.resolve()
export function keep(written = draft.value): Promise<void> {
  return (saves = saves.then(() => store(written)))
}
async function store(written?: Draft): Promise<void> {
  if (!written || !knownAs(written.id)) return
  const at = (written.savedAt = Date.now())
  try {
    await saveDraft(written)
    storedAt.set(written.id, at)
    kept.value = true
  } catch {
    kept.value = false
  }
}

function add(): Draft {
  known.value.push(newDraft())
  return known.value.at(-1)!
}

// Begins a draft.
export function begin(): Draft {
  return known.value.find((one) => !one.savedAt) ?? add()
}

// The draft about a subject: the one that is being written, or one that lacks nothing but its subject, or a
// new one. What is about somebody else is another matter and stays as it is.
export async function beginAbout(subject: Subject): Promise<Draft> {
  await takeUp()
  const fits = ({ organizationId, subjectName }: Draft) =>
    subjectName.trim() === subject.subjectName && (!organizationId || organizationId === subject.organizationId)
  const editing = known.value.filter((one) => one.state === 'editing')
  const about = editing.find(fits) ?? editing.find((one) => !one.subjectName.trim()) ?? add()
  const { kind, category } = newDraft(subject)
  Object.assign(about, subject, { step: 'matter', kind: kind || about.kind, category: category || about.category })
  if (subject.organizationId && about.category === UNREGISTERED) about.category = ''
  await keep(about)
  return about
}

export async function discard(id: string): Promise<void> {
  known.value = known.value.filter((one) => one.id !== id)
  failures.delete(id)
  if (draft.value?.id === id) draft.value = undefined
  await forgetDraft(id).catch(() => void (kept.value = false))
}

// Sends the draft. It is locked on this device before the first byte leaves, and opened again only by
// the server's own refusal; no answer leaves it locked.
export async function send(): Promise<void> {
  const sent = draft.value
  if (!sent || busy.value || sent.state === 'filed') return
  beingSent.add(sent.id)
  failures.delete(sent.id)
  sent.state = 'sending'
  await keep(sent)
  try {
    const request = requestOf(sent, questionInChinese)
    const answer = await withWork((headers) => complaints.fileComplaint(request, { headers }))
    sent.receipt = { number: answer.number, secret: answer.secret }
    sent.state = 'filed'
    Object.assign(sent, { narrative: '', answers: {}, name: '', phone: '', others: [] })
  } catch (cause) {
    const failed = failureOf(cause)
    failures.set(sent.id, failed)
    if (!failed.unknown) sent.state = 'editing'
  } finally {
    await keep(sent)
    beingSent.delete(sent.id)
  }
}
