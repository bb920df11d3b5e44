import { failureOf } from '@/shared/errors'
import { language } from '@/shared/i18n'
import { t } from '../catalogue'

// What went wrong, in the reader's language, with what to do.
export interface Problem {
  reason: string
  text: string
  fields: string[]
  // No answer came: it may have been done. The same request may be sent again.
  unknown: boolean
}

export function problemOf(cause: unknown): Problem {
  const failure = failureOf(cause)
  const own = failure[language.value] || failure.zh || failure.en
  return {
    reason: failure.reason,
    text: own || t('problem.no_answer'),
    fields: [...failure.fields.values()],
    unknown: failure.unknown && !failure.reason,
  }
}
