import { ComplaintKind, ReporterMode } from '@/gen/zoufang/v1/complaint_pb'
import { UNREGISTERED, questionsOf, type Question } from './categories'

// What a citizen is filing. `requestId` is drawn once and never changes, so that however often the
// draft is sent, from this page or from one opened later, it becomes one case.
//   editing  may be changed
//   sending  was sent and not answered: locked, since the server may have taken it in
//   filed    answered; kept until the citizen has saved the receipt
export interface Draft {
  // Names it on this device, in its pages' addresses too; no server hears of it.
  id: string
  state: 'editing' | 'sending' | 'filed'
  requestId: string
  step: Step
  kind: ComplaintKind
  organizationId: string
  subjectName: string
  category: string
  answers: Partial<Record<Question, string>>
  narrative: string
  mode: ReporterMode
  name: string
  phone: string
  // Who files together with the first, who speaks for all.
  others?: Person[]
  // Photos and documents; their bytes are kept apart. Handed in once the case has its number.
  files?: DraftFile[]
  savedAt: number // 0 while nothing was written.
  receipt?: Receipt
}

export interface Person {
  name: string
  phone: string
}

export interface DraftFile {
  sha256: string
  name: string
  size: number
  // The server has it whole, or refused it for good.
  done?: boolean
}

export interface Receipt {
  number: string
  secret: string
}

export const STEPS = ['matter', 'details', 'identity', 'review'] as const
export type Step = (typeof STEPS)[number]

// The server takes 4,000 characters with the answers to the questions among them.
export const MOST_NARRATIVE = 3000
export const MOST_ANSWER = 100
const MOST_NAME = 60
const MOST_PHONE = 40
const MOST_SUBJECT = 100
// 《信访工作条例》第20条: five put a matter forward, the first included.
export const MOST_OTHERS = 4

export interface Subject {
  organizationId: string
  subjectName: string
}

export function newDraft(subject: Subject = { organizationId: '', subjectName: '' }): Draft {
  const unregistered = subject.organizationId === '' && subject.subjectName !== ''
  return {
    id: crypto.randomUUID(),
    state: 'editing',
    requestId: crypto.randomUUID(),
    step: 'matter',
    kind: unregistered ? ComplaintKind.VIOLATION : ComplaintKind.UNSPECIFIED,
    ...subject,
    category: unregistered ? UNREGISTERED : '',
    answers: {},
    narrative: '',
    mode: ReporterMode.UNSPECIFIED,
    name: '',
    phone: '',
    savedAt: 0,
  }
}

// Where a draft goes on.
export function placeOf({ id, state }: Draft): string {
  return `/${state === 'filed' ? 'receipt' : 'file'}/${id}`
}

export type Problem = { field: string; key: 'error.required' | 'error.choose' | 'error.too_long'; most?: number }

function lengthProblem(field: string, text: string, most: number): Problem[] {
  return [...text].length > most ? [{ field, key: 'error.too_long', most }] : []
}

function required(field: string, text: string, most: number): Problem[] {
  if (text.trim() === '') return [{ field, key: 'error.required' }]
  return lengthProblem(field, text, most)
}

// What keeps a step from being done.
export function problemsOf(draft: Draft, step: Step): Problem[] {
  switch (step) {
    case 'matter':
      return [
        ...required('subjectName', draft.subjectName, MOST_SUBJECT),
        ...(draft.kind ? [] : [{ field: 'kind', key: 'error.choose' } as const]),
        ...(draft.category ? [] : [{ field: 'category', key: 'error.choose' } as const]),
      ]
    case 'details':
      return [
        ...questionsOf(draft.category).flatMap((one) => lengthProblem(one, draft.answers[one] ?? '', MOST_ANSWER)),
        ...required('narrative', draft.narrative, MOST_NARRATIVE),
      ]
    case 'identity':
      if (!draft.mode) return [{ field: 'mode', key: 'error.choose' }]
      if (draft.mode === ReporterMode.ANONYMOUS) return []
      return [
        ...required('name', draft.name, MOST_NAME),
        ...lengthProblem('phone', draft.phone, MOST_PHONE),
        ...(draft.others ?? []).flatMap((other, i) => [
          ...required(`others.${i}.name`, other.name, MOST_NAME),
          ...lengthProblem(`others.${i}.phone`, other.phone, MOST_PHONE),
        ]),
      ]
    case 'review':
      return STEPS.slice(0, -1).flatMap((one) => problemsOf(draft, one))
  }
}
