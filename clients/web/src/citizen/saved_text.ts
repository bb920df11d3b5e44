import { language } from '@/shared/i18n'

// When something was kept on this device, in its own time.
export function savedText(at: number): string {
  const shape = { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const
  return new Date(at).toLocaleString(language.value === 'zh' ? 'zh-CN' : 'en', shape)
}
