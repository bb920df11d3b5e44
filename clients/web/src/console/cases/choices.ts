import type { ComplaintDetails } from '@/gen/zoufang/v1/complaint_service_pb'
import { ComplaintState as State } from '@/gen/zoufang/v1/complaint_pb'
import { complaints } from '../api'
import type { Choice } from './actions'
import { categoryText, stateText } from './words'

// Who may handle the case, as the server lists them.
export async function handlerChoices(details: ComplaintDetails): Promise<Choice[]> {
  const { handlers } = await complaints.listHandlers({ complaintId: details.complaint!.id })
  return handlers.map((one) => ({
    value: one.userName,
    label: [one.displayName || one.userName, one.department].filter(Boolean).join(' · '),
  }))
}

const GOES_ON = [State.RECEIVED, State.NEEDS_INFO, State.ACCEPTED, State.INVESTIGATING, State.PAUSED]

// The cases that this one may be a duplicate of: undecided ones about the same organisation, else all of
// the same area.
export async function caseChoices(details: ComplaintDetails): Promise<Choice[]> {
  const { id, organizationId, areaCode } = details.complaint!
  const { items } = await complaints.listComplaints({
    states: GOES_ON,
    organizationId,
    areaPrefix: organizationId ? '' : areaCode,
    pageSize: 200,
  })
  return items
    .map((item) => item.complaint!)
    .filter((one) => one.id !== id)
    .map((one) => ({
      value: one.id,
      label: `${one.number} · ${one.subjectName} · ${categoryText(one.category)} · ${stateText(one.state)}`,
    }))
}
