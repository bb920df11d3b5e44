import { ref, shallowRef } from 'vue'
import type { ComplaintStatus } from '@/gen/zoufang/v1/complaint_service_pb'
import { failureOf, type Failure } from '@/shared/errors'
import { complaints } from './api'

// The case that is followed, in memory only: leaving it, or reloading the page, forgets its secret.
const reporter = shallowRef<{ number: string; secret: string }>()
export const status = shallowRef<ComplaintStatus>()
export const failure = shallowRef<Failure>()
export const busy = ref(false)

// A message keeps its request_id until it is answered for, so that sending again adds nothing.
let pending: { text: string; requestId: string } | undefined

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

export async function write(text: string): Promise<boolean> {
  const known = reporter.value
  if (!known) return false
  if (pending?.text !== text) pending = { text, requestId: crypto.randomUUID() }
  const { requestId } = pending
  const sent = await attempt(async () => {
    await complaints.addComplaintMessage({ as: { case: 'reporter', value: known }, text, requestId })
    pending = undefined
  })
  if (sent) await refresh()
  return sent
}

export function leave(): void {
  reporter.value = undefined
  status.value = undefined
  failure.value = undefined
  pending = undefined
}
