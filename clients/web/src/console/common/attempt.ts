import { ref, shallowRef } from 'vue'
import { problemOf, type Problem } from './failure'

// One thing that a part of the page does on the server: busy while it runs, with its problem when it
// failed. While it runs a second one is not begun. `answered` says true of a failure that the page
// shows in a way of its own.
export function useAttempt(answered: (failed: Problem) => boolean = () => false) {
  const busy = ref(false)
  const problem = shallowRef<Problem>()
  async function attempt(act: () => Promise<unknown>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = undefined
    try {
      await act()
    } catch (cause) {
      const failed = problemOf(cause)
      if (!answered(failed)) problem.value = failed
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, attempt }
}
