import { Code, ConnectError } from '@connectrpc/connect'
import {
  BadRequestSchema,
  ErrorInfoSchema,
  LocalizedMessageSchema,
  RetryInfoSchema,
} from '@/gen/google/rpc/error_details_pb'

// What a failed call means to a page.
export interface Failure {
  // ErrorInfo's reason, such as COMPLAINT_SECRET_WRONG; '' when the server did not answer itself.
  reason: string
  // The server's own words for a person; '' when it did not answer itself.
  zh: string
  en: string
  // The refused fields, by path in proto terms, in Chinese.
  fields: Map<string, string>
  // How long the server asks to wait.
  retryAfterSeconds?: number
  // True when the call may have been carried out all the same: no answer came, or none of the
  // server's own. Only the same request may follow.
  unknown: boolean
}

const UNANSWERED = new Set([Code.Unavailable, Code.DeadlineExceeded, Code.Canceled, Code.Unknown, Code.Internal])

export function failureOf(cause: unknown): Failure {
  const error = ConnectError.from(cause)
  const info = error.findDetails(ErrorInfoSchema)[0]
  const localized = error.findDetails(LocalizedMessageSchema)[0]
  const violations = error.findDetails(BadRequestSchema).flatMap((one) => one.fieldViolations)
  const retry = error.findDetails(RetryInfoSchema)[0]?.retryDelay
  return {
    reason: info?.reason ?? '',
    zh: localized?.message ?? '',
    en: info ? error.rawMessage : '',
    fields: new Map(violations.map((one) => [one.field, one.description])),
    retryAfterSeconds: retry ? Math.max(1, Number(retry.seconds)) : undefined,
    unknown: UNANSWERED.has(error.code),
  }
}
