import { computed, ref, watchEffect } from 'vue'
import { fill, type Filling } from './text'

export type Language = 'zh' | 'en'

// A catalogue: each key's Chinese and, beside it, its English. `{name}` marks a place to fill.
export type Catalogue = Record<string, readonly [zh: string, en: string]>

const STORED = 'zoufang.language'

function initialLanguage(): Language {
  return localStorage.getItem(STORED) === 'en' ? 'en' : 'zh'
}

// The language of the pages, kept on this device. Chinese unless someone chose English.
export const language = ref<Language>(initialLanguage())

watchEffect(() => {
  localStorage.setItem(STORED, language.value)
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'
})

export const otherLanguage = computed<Language>(() => (language.value === 'zh' ? 'en' : 'zh'))

// Reads a catalogue in the language of the moment; a component that calls it follows a switch.
export function createTranslator<C extends Catalogue>(catalogue: C) {
  return function t(key: keyof C & string, filling?: Filling): string {
    const [zh, en] = catalogue[key]
    return fill(language.value === 'zh' ? zh : en, filling)
  }
}
