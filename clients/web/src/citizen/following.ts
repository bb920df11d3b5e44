import { ref, shallowRef } from 'vue'
import type { Satisfaction } from '@/gen/zoufang/v1/complaint_pb'
import type { ComplaintStatus } from '@/gen/zoufang/v1/complaint_service_pb'
import { failureOf, type Failure } from '@/shared/errors'
import { complaints } from './api'
import { send, type Line } from './evidence/lines'
import type { Prepared } from './evidence/prepare'

// The case that is followed, in memory only: leaving it, or reloading the page, forgets its secret.
const reporter = shallowRef<{ number: string; secret: string }>()
export const status = shallowRef<ComplaintStatus>()
export const failure = shallowRef<Failure>()
export const busy = ref(false)

// What is sent keeps its request_id until it is answered for, so that sending it again adds nothing.
const pending = new Map<string, string>()

async function attempt(work: () => Promise<void>): Promise<boolean> {
  if (busy.value) return false
  busy.value = true
  failure.value = undefined
  try {
    await work()
    return true
  } catch (cause) {
    failure.value = failureOf(cause)
    return false
  } finally {
    busy.value = false
  }
}

export function follow(number: string, secret: string): Promise<boolean> {
  return attempt(async () => {
    status.value = await complaints.getComplaintStatus({ number, secret })
    reporter.value = { number, secret }
  })
}

export async function refresh(): Promise<void> {
  const known = reporter.value
  if (known) await follow(known.number, known.secret)
}

interface Sending {
  reporter: { number: string; secret: string }
  requestId: string
}

// Does something with the case; `what` is all that makes it the same thing when it is done again.
function act(what: readonly unknown[], work: (sending: Sending) => Promise<ComplaintStatus | undefined>): Promise<boolean> {
  const known = reporter.value
  if (!known) return Promise.resolve(false)
  const key = JSON.stringify(what)
  const requestId = pending.get(key) ?? crypto.randomUUID()
  pending.set(key, requestId)
  return attempt(async () => {
    const changed = await work({ reporter: known, requestId })
    pending.delete(key)
    status.value = changed ?? (await complaints.getComplaintStatus(known))
  })
}

export function write(text: string): Promise<boolean> {
  return act(['message', text], async ({ reporter: value, requestId }) => {
    await complaints.addComplaintMessage({ as: { case: 'reporter', value }, text, requestId })
    return undefined
  })
}

export function evaluate(satisfaction: Satisfaction, note: string): Promise<boolean> {
  return act(['evaluate', satisfaction, note], (sending) => complaints.evaluateComplaint({ ...sending, satisfaction, note }))
}

export function requestReview(text: string): Promise<boolean> {
  return act(['review', text], (sending) => complaints.requestComplaintReview({ ...sending, text }))
}

export function withdraw(): Promise<boolean> {
  return act(['withdraw'], (sending) => complaints.withdrawComplaint(sending))
}

// Hands a file in with the case, and shows the case with it.
export async function handInFile(line: Line, file: Prepared): Promise<void> {
  const known = reporter.value
  if (!known) return
  await send(line, known, file)
  if (line.state === 'done' && reporter.value === known) status.value = await complaints.getComplaintStatus(known).catch(() => status.value)
}

export function leave(): void {
  reporter.value = undefined
  status.value = undefined
  failure.value = undefined
  pending.clear()
}
