import {
  ClueState,
  ComplaintAction,
  ComplaintKind,
  ComplaintOutcome,
  ComplaintState,
  DeclineReason,
  ReporterMode,
  Satisfaction,
} from '@/gen/zoufang/v1/complaint_pb'
import { isTextKey, t } from '../catalogue'
import { word } from '../common/words'

export const stateText = word('case_state', ComplaintState)
export const kindText = word('case_kind', ComplaintKind)
export const modeText = word('reporter_mode', ReporterMode)
export const outcomeText = word('outcome', ComplaintOutcome)
export const declineText = word('decline', DeclineReason)
export const actionText = word('action', ComplaintAction)
export const satisfactionText = word('satisfaction', Satisfaction)
export const clueText = word('clue_state', ClueState)

// What a citizen or the officer who took an oral complaint chose; a category that this console does not
// know is shown as it came.
export function categoryText(category: string): string {
  const key = `category.${category}`
  return isTextKey(key) ? t(key) : category
}
