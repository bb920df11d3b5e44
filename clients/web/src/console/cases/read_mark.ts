import { onScopeDispose, ref, watch, type Ref } from 'vue'
import type { ComplaintDetails } from '@/gen/zoufang/v1/complaint_service_pb'

// What the citizen wrote is read once it is shown to somebody, not in a window that nobody looks at. Each
// message is told of once: should that fail, the next opening of the case tells it.
export function useReadMark(details: Ref<ComplaintDetails | undefined>, mark: () => Promise<unknown>): void {
  const seen = ref(false)
  const look = () => void (seen.value = document.visibilityState === 'visible')
  look()
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => document.removeEventListener('visibilitychange', look))

  const told = new Set<string>()
  watch([details, seen], async () => {
    if (!seen.value) return
    const unread = details.value?.messages.filter((one) => one.fromReporter && !one.readAt && !told.has(one.id)) ?? []
    if (unread.length === 0) return
    for (const one of unread) told.add(one.id)
    await mark().catch(() => undefined)
  })
}
