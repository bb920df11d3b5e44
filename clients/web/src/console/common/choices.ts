import { ref, shallowRef } from 'vue'
import { problemOf, type Problem } from './failure'

export interface Found<Item> {
  items: Item[]
  // There are others: narrow the query.
  more: boolean
}

// What a select offers while somebody types: what `ask` finds, after what is already chosen. A search
// that is overtaken, by another or by forget(), is dropped.
export function useChoices<Item>(options: {
  keyOf: (item: Item) => string
  chosen: () => string[]
  ask: (query: string) => Promise<Found<Item>>
  failed: (problem: Problem) => void
  // Those chosen from the start.
  known?: Item[]
}) {
  const { keyOf, chosen, ask, failed } = options
  const found = shallowRef<Item[]>(options.known ?? [])
  const more = ref(false)
  const loading = ref(false)
  let turn = 0

  const kept = () => found.value.filter((one) => chosen().includes(keyOf(one)))

  async function search(query: string) {
    const mine = ++turn
    loading.value = true
    try {
      const answer = await ask(query.trim())
      if (mine !== turn) return
      const before = kept()
      const keys = new Set(before.map(keyOf))
      found.value = [...before, ...answer.items.filter((one) => !keys.has(keyOf(one)))]
      more.value = answer.more
    } catch (cause) {
      if (mine === turn) failed(problemOf(cause))
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  // Offers nothing but what is chosen: what was found no longer fits.
  function forget() {
    ++turn
    loading.value = false
    more.value = false
    found.value = kept()
  }

  return { found, more, loading, search, forget }
}
