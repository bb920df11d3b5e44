import { createClient } from '@connectrpc/connect'
import { onScopeDispose, ref, watch } from 'vue'
import { WatchService } from '@/gen/zoufang/v1/watch_service_pb'
import { transport } from './api'
import { session, token } from './session'

// Pages that show what the server holds look again when the server's stream says that something moved.
// While there is no stream they look at intervals; both are tried less often the longer nothing answers.
export type LiveState = 'on' | 'poll' | 'off'

export const liveState = ref<LiveState>('poll')

const FIRST_WAIT_MS = 1_000
const MOST_WAIT_MS = 60_000
const POLL_MS = 15_000
// What one person's save moves comes as several heads: they are looked at together.
const GATHER_MS = 150

type Look = () => Promise<unknown>

const looks = new Set<Look>()
const watchService = createClient(WatchService, transport)

let stream: AbortController | undefined
let wait = FIRST_WAIT_MS
let retry: number | undefined
let gather: number | undefined
let poll: number | undefined

export async function lookAgain(): Promise<void> {
  await Promise.all([...looks].map((look) => look()))
}

function lookSoon() {
  window.clearTimeout(gather)
  gather = window.setTimeout(lookAgain, GATHER_MS)
}

function pollWhileCut() {
  window.clearTimeout(poll)
  if (liveState.value === 'on') return
  poll = window.setTimeout(async () => {
    if (document.visibilityState === 'visible') await lookAgain()
    pollWhileCut()
  }, Math.max(POLL_MS, wait))
}

async function follow(signal: AbortSignal) {
  for await (const _ of watchService.watchChanges({}, { signal, timeoutMs: 0 })) {
    liveState.value = 'on'
    wait = FIRST_WAIT_MS
    lookSoon()
  }
}

// Keeps one stream for the whole console, from signing in to signing out.
async function keep() {
  stream?.abort()
  window.clearTimeout(retry)
  if (!token()) return
  const mine = (stream = new AbortController())
  try {
    await follow(mine.signal)
  } catch {
    // Cut, or refused: the calls of the page say why.
  }
  if (mine.signal.aborted) return
  liveState.value = navigator.onLine ? 'poll' : 'off'
  retry = window.setTimeout(keep, wait * (0.5 + Math.random()))
  wait = Math.min(wait * 2, MOST_WAIT_MS)
  pollWhileCut()
}

watch(() => session.value?.token, keep, { immediate: true })
window.addEventListener('online', () => {
  wait = FIRST_WAIT_MS
  void keep()
})
window.addEventListener('offline', () => {
  liveState.value = 'off'
})

// Looks now, and again whenever something may have changed, until the page is left.
export function useLive(look: Look): void {
  looks.add(look)
  void look()
  onScopeDispose(() => looks.delete(look))
}
