import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { ReporterMode, type IllegalOrgClueSchema } from '@/gen/zoufang/v1/complaint_pb'
import { FileComplaintRequestSchema, type FileComplaintRequest } from '@/gen/zoufang/v1/complaint_service_pb'
import { UNREGISTERED, questionsOf, type Question } from './categories'
import type { Draft } from './draft'

// The questions as the bureau reads them: in Chinese, whatever language the page was in.
export type QuestionName = (question: Question) => string

function narrativeOf(draft: Draft, nameOf: QuestionName): string {
  const answered = questionsOf(draft.category).flatMap((one) => {
    const answer = draft.answers[one]?.trim()
    return answer ? [`${nameOf(one)}：${answer}`] : []
  })
  return [...answered, draft.narrative.trim()].join('\n')
}

// What the bureau asks of an organisation that is not registered, beside the case.
function clueOf(draft: Draft): MessageInitShape<typeof IllegalOrgClueSchema> | undefined {
  if (draft.category !== UNREGISTERED || draft.organizationId !== '') return undefined
  return {
    nameUsed: draft.subjectName.trim(),
    place: draft.answers.place?.trim(),
    organisers: draft.answers.organizers?.trim(),
  }
}

// The draft as a request. The same draft makes the same request, as its request_id asks for.
export function requestOf(draft: Draft, nameOf: QuestionName): FileComplaintRequest {
  const anonymous = draft.mode === ReporterMode.ANONYMOUS
  return create(FileComplaintRequestSchema, {
    requestId: draft.requestId,
    complaint: {
      kind: draft.kind,
      organizationId: draft.organizationId,
      subjectName: draft.subjectName.trim(),
      category: draft.category,
      narrative: narrativeOf(draft, nameOf),
      reporterMode: draft.mode,
    },
    clue: clueOf(draft),
    reporter: anonymous
      ? undefined
      : {
          name: draft.name.trim(),
          phone: draft.phone.trim(),
          others: draft.others?.map(({ name, phone }) => ({ name: name.trim(), phone: phone.trim() })),
        },
  })
}
