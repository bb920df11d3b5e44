import { Code, ConnectError, createClient, type Interceptor } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-web'
import { AdminService } from '@/gen/zoufang/v1/admin_service_pb'
import { AttachmentService } from '@/gen/zoufang/v1/attachment_service_pb'
import { ComplaintService } from '@/gen/zoufang/v1/complaint_service_pb'
import { ConflictService } from '@/gen/zoufang/v1/conflict_service_pb'
import { DeskService } from '@/gen/zoufang/v1/desk_service_pb'
import { EvidenceService } from '@/gen/zoufang/v1/evidence_service_pb'
import { HistoryService } from '@/gen/zoufang/v1/history_service_pb'
import { IdentityService } from '@/gen/zoufang/v1/identity_service_pb'
import { OrganizationService } from '@/gen/zoufang/v1/organization_service_pb'
import { PlanService } from '@/gen/zoufang/v1/plan_service_pb'
import { VisitService } from '@/gen/zoufang/v1/visit_service_pb'
import { noteExpired, token } from './session'

const CALL_TIMEOUT_MS = 20_000

const withToken: Interceptor = (next) => (request) => {
  const value = token()
  if (value) request.header.set('Authorization', `Bearer ${value}`)
  return next(request)
}

// A token that is not taken any more asks for the password again; the page keeps what it shows.
const watchExpiry: Interceptor = (next) => async (request) => {
  const used = token()
  try {
    return await next(request)
  } catch (cause) {
    if (ConnectError.from(cause).code === Code.Unauthenticated) noteExpired(used)
    throw cause
  }
}

// The services of the server that served this page. Answers are the caller's own: none is cached, so
// nothing goes by GET.
export const transport = createConnectTransport({
  baseUrl: location.origin,
  defaultTimeoutMs: CALL_TIMEOUT_MS,
  fetch: (input, init) => fetch(input, { ...init, credentials: 'omit' }),
  interceptors: [watchExpiry, withToken],
})

export const admin = createClient(AdminService, transport)
export const attachments = createClient(AttachmentService, transport)
export const complaints = createClient(ComplaintService, transport)
export const conflicts = createClient(ConflictService, transport)
export const desk = createClient(DeskService, transport)
export const evidence = createClient(EvidenceService, transport)
export const history = createClient(HistoryService, transport)
export const identities = createClient(IdentityService, transport)
export const organizations = createClient(OrganizationService, transport)
export const plans = createClient(PlanService, transport)
export const visits = createClient(VisitService, transport)
