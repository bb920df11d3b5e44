import { ref, watchEffect } from 'vue'

const STORED = 'zoufang.large'

// Larger type for everything, kept on this device.
export const large = ref(localStorage.getItem(STORED) === 'yes')

watchEffect(() => {
  localStorage.setItem(STORED, large.value ? 'yes' : 'no')
  document.documentElement.classList.toggle('large', large.value)
})
