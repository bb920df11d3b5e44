import { ref, shallowRef } from 'vue'
import { problemOf, type Problem } from './failure'

// One thing that a page shows. A reload keeps what is shown until the new answer is there.
export function useLoaded<Value>(fetch: () => Promise<Value>) {
  const value = shallowRef<Value>()
  const loading = ref(false)
  const problem = ref<Problem>()
  let turn = 0

  async function reload() {
    const mine = ++turn
    loading.value = true
    try {
      const answer = await fetch()
      if (mine !== turn) return
      value.value = answer
      problem.value = undefined
    } catch (cause) {
      if (mine === turn) problem.value = problemOf(cause)
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  return { value, loading, problem, reload }
}
