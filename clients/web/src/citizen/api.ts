import { createClient } from '@connectrpc/connect'
import { ComplaintService } from '@/gen/zoufang/v1/complaint_service_pb'
import { EvidenceService } from '@/gen/zoufang/v1/evidence_service_pb'
import { OrganizationService } from '@/gen/zoufang/v1/organization_service_pb'
import { createTransport } from '@/shared/transport'

const transport = createTransport()

export const organizations = createClient(OrganizationService, transport)
export const complaints = createClient(ComplaintService, transport)
export const evidence = createClient(EvidenceService, createTransport({ binary: true }))
