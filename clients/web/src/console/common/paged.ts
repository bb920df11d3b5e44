import { computed, ref, shallowRef } from 'vue'
import { problemOf, type Problem } from './failure'

export interface Page<Item> {
  items: Item[]
  next: string
}

// A list that is read page by page. `fetch` gets the token of the page; a reload that is overtaken by a
// later one is dropped.
export function usePaged<Item>(fetch: (pageToken: string) => Promise<Page<Item>>) {
  const items = shallowRef<Item[]>([])
  const next = ref('')
  const loading = ref(false)
  const loaded = ref(false)
  const problem = ref<Problem>()
  let turn = 0

  async function read(pageToken: string, before: Item[]) {
    const mine = ++turn
    loading.value = true
    try {
      const page = await fetch(pageToken)
      if (mine !== turn) return
      items.value = [...before, ...page.items]
      next.value = page.next
      problem.value = undefined
      loaded.value = true
    } catch (cause) {
      if (mine === turn) problem.value = problemOf(cause)
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  return {
    items,
    loading,
    problem,
    loaded,
    hasMore: computed(() => next.value !== ''),
    reload: () => read('', []),
    more: () => read(next.value, items.value),
  }
}

// Reads all pages, at most `limit` items; tells whether there were more.
export async function readAll<Item>(
  fetch: (pageToken: string) => Promise<Page<Item>>,
  limit = 10_000,
): Promise<{ items: Item[]; cut: boolean }> {
  const items: Item[] = []
  let token = ''
  do {
    const page = await fetch(token)
    items.push(...page.items)
    token = page.next
  } while (token && items.length < limit)
  return { items: items.slice(0, limit), cut: token !== '' || items.length > limit }
}
