import { create } from '@bufbuild/protobuf'
import { ReporterMode } from '@/gen/zoufang/v1/complaint_pb'
import { FileComplaintRequestSchema, type FileComplaintRequest } from '@/gen/zoufang/v1/complaint_service_pb'
import { questionsOf, type Question } from './categories'
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
    reporter: anonymous ? undefined : { name: draft.name.trim(), phone: draft.phone.trim() },
  })
}
