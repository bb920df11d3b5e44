import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

// Filters that live in the page's address, so that back, refresh and a link lead to the same list.
export function useFilters() {
  const route = useRoute()
  const router = useRouter()
  return (name: string, standard = '') =>
    computed({
      get: () => String(route.query[name] ?? standard),
      set: (value: string) => {
        const query = { ...route.query, [name]: value && value !== standard ? value : undefined }
        void router.replace({ query })
      },
    })
}
