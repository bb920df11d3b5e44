import { ref, watch, type Ref } from 'vue'

const PREFIX = 'zoufang.console.draft.'

// A text that somebody is typing, kept in this tab until it is sent: a refresh, a lost network, another's
// change or an expired session takes none of it away.
export function useDraft(key: string): Ref<string> {
  const stored = PREFIX + key
  const text = ref(sessionStorage.getItem(stored) ?? '')
  watch(text, (value) => {
    if (value) sessionStorage.setItem(stored, value)
    else sessionStorage.removeItem(stored)
  })
  return text
}

export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
  }
}
