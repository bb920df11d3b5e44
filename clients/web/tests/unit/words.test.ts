import { describe, expect, test } from 'vitest'
import { tOr } from '@/citizen/catalogue'
import { categoriesFor } from '@/citizen/filing/categories'
import * as words from '@/console/cases/words'
import choices from '../../../fieldwork/forms/choices-2026.1.json'
import { choicesOf } from '@/console/common/words'
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

const wordless = (names: Record<string | number, string | number>, text: (value: number) => string) =>
  choicesOf(names).filter((value) => !text(value)).map((value) => names[value])

describe('every value that a case may have has its words', () => {
  test.each([
    ['state', ComplaintState, words.stateText],
    ['kind', ComplaintKind, words.kindText],
    ['mode', ReporterMode, words.modeText],
    ['outcome', ComplaintOutcome, words.outcomeText],
    ['reason to decline', DeclineReason, words.declineText],
    ['action', ComplaintAction, words.actionText],
    ['satisfaction', Satisfaction, words.satisfactionText],
    ['state of a clue', ClueState, words.clueText],
  ])('in the console: %s', (_, names, text) => {
    expect(wordless(names, text)).toEqual([])
  })
  test.each([
    ['outcome', ComplaintOutcome],
    ['decline', DeclineReason],
    ['satisfaction', Satisfaction],
  ])('on the citizens’ pages: %s', (family, names) => {
    expect(wordless(names, (value) => tOr(`${family}.${value}`))).toEqual([])
  })
  test('in the console: what a citizen may choose as its kind of matter', () => {
    expect(categoriesFor(false).filter((one) => words.categoryText(one) === one)).toEqual([])
  })
  test('in the console: what an officer may choose for an oral complaint', () => {
    expect(choices.complaint.filter(({ code }) => words.categoryText(code) === code)).toEqual([])
  })
})
