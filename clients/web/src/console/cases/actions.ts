import {
  ClueState,
  ComplaintAction as Action,
  ComplaintOutcome,
  DeclineReason,
} from '@/gen/zoufang/v1/complaint_pb'
import type { ComplaintDetails } from '@/gen/zoufang/v1/complaint_service_pb'
import { complaints, identities } from '../api'
import type { TextKey } from '../catalogue'
import { choicesOf } from '../common/words'
import { clueText, declineText, outcomeText } from './words'

export interface Choice {
  value: string
  label: string
}

// One thing to fill in. `handler` and `case` are chosen from what the server lists.
export interface Input {
  name: string
  label: TextKey
  kind: 'text' | 'long' | 'choice' | 'handler' | 'person' | 'case'
  most?: number
  required?: (values: Values) => boolean
  choices?: (details: ComplaintDetails) => Choice[]
}

export type Values = Record<string, string>

// What every action sends: which case, as it was read, and an id that makes it safe to repeat.
interface Base {
  id: string
  etag: string
  requestId: string
}

export interface ActionForm {
  action: Action
  hint: TextKey
  inputs: Input[]
  danger?: boolean
  // About who filed: offered where the identity is shown, apart from the steps of the case.
  sealed?: boolean
  call: (base: Base, values: Values) => Promise<ComplaintDetails>
}

const always = () => true
const enumChoices = (values: number[], text: (value: number) => string): Choice[] =>
  values.map((value) => ({ value: String(value), label: text(value) }))

const long = (name: string, label: TextKey, required = false, most = 2000): Input => ({
  name,
  label,
  kind: 'long',
  most,
  required: required ? always : undefined,
})

// What each action asks for and how it is done. Whether it may be done now is the server's to say:
// ComplaintDetails.allowed_actions.
export const FORMS: ActionForm[] = [
  { action: Action.ACCEPT, hint: 'action.ACCEPT_hint', inputs: [], call: (base) => complaints.acceptComplaint(base) },
  { action: Action.INVESTIGATE, hint: 'action.INVESTIGATE_hint', inputs: [long('note', 'input.staff_note')],
    call: (base, { note }) => complaints.investigateComplaint({ ...base, note }) },
  { action: Action.DECIDE, hint: 'action.DECIDE_hint',
    inputs: [
      { name: 'outcome', label: 'input.outcome', kind: 'choice', required: always,
        choices: () => enumChoices(choicesOf(ComplaintOutcome), outcomeText) },
      long('basis', 'input.basis', true, 1000),
    ],
    call: (base, { outcome, basis }) => complaints.decideComplaint({ ...base, outcome: Number(outcome), basis }) },
  { action: Action.NOTIFY, hint: 'action.NOTIFY_hint', inputs: [long('text', 'input.text')],
    call: (base, { text }) => complaints.notifyComplaint({ ...base, text }) },
  { action: Action.APPROVE_EXTENSION, hint: 'action.APPROVE_EXTENSION_hint',
    inputs: [long('note', 'input.staff_note', false, 500)],
    call: (base, { note }) => complaints.decideExtension({ ...base, approve: true, note }) },
  { action: Action.REFUSE_EXTENSION, hint: 'action.REFUSE_EXTENSION_hint',
    inputs: [long('note', 'input.staff_note', true, 500)],
    call: (base, { note }) => complaints.decideExtension({ ...base, approve: false, note }) },
  { action: Action.UPHOLD, hint: 'action.UPHOLD_hint', inputs: [long('text', 'input.text', true)],
    call: (base, { text }) => complaints.upholdComplaint({ ...base, text }) },
  { action: Action.CLOSE, hint: 'action.CLOSE_hint', inputs: [], call: (base) => complaints.closeComplaint(base) },
  { action: Action.ASK_INFORMATION, hint: 'action.ASK_INFORMATION_hint', inputs: [long('text', 'input.text', true)],
    call: (base, { text }) => complaints.askForInformation({ ...base, text }) },
  { action: Action.RESUME, hint: 'action.RESUME_hint', inputs: [long('note', 'input.staff_note')],
    call: (base, { note }) => complaints.resumeComplaint({ ...base, note }) },
  { action: Action.PAUSE, hint: 'action.PAUSE_hint', inputs: [long('text', 'input.text', true)],
    call: (base, { text }) => complaints.pauseComplaint({ ...base, text }) },
  { action: Action.ASK_EXTENSION, hint: 'action.ASK_EXTENSION_hint', inputs: [long('text', 'input.why', true, 500)],
    call: (base, { text }) => complaints.askForExtension({ ...base, text }) },
  { action: Action.REOPEN, hint: 'action.REOPEN_hint', inputs: [long('text', 'input.text', true)],
    call: (base, { text }) => complaints.reopenComplaint({ ...base, text }) },
  { action: Action.ADVANCE_CLUE, hint: 'action.ADVANCE_CLUE_hint',
    inputs: [
      { name: 'state', label: 'input.clue_state', kind: 'choice', required: always,
        choices: (details) => enumChoices(details.allowedClueStates, clueText) },
      long('note', 'input.staff_note'),
    ],
    call: (base, { state, note }) =>
      complaints.advanceIllegalOrgClue({ ...base, state: Number(state) as ClueState, note }) },
  { action: Action.ASSIGN, hint: 'action.ASSIGN_hint',
    inputs: [
      { name: 'handler', label: 'input.handler', kind: 'handler', required: always },
      long('note', 'input.staff_note'),
    ],
    call: (base, { handler, note }) => complaints.assignComplaint({ ...base, handler, note }) },
  { action: Action.MERGE, hint: 'action.MERGE_hint',
    inputs: [{ name: 'intoId', label: 'input.into', kind: 'case', required: always }],
    call: (base, { intoId }) => complaints.mergeComplaint({ ...base, intoId }) },
  { action: Action.TRANSFER, hint: 'action.TRANSFER_hint', danger: true,
    inputs: [
      { name: 'to', label: 'input.to', kind: 'text', most: 200, required: always },
      long('text', 'input.text'),
    ],
    call: (base, { to, text }) => complaints.transferComplaint({ ...base, to, text }) },
  { action: Action.DECLINE, hint: 'action.DECLINE_hint', danger: true,
    inputs: [
      { name: 'reason', label: 'input.reason', kind: 'choice', required: always,
        choices: () => enumChoices(choicesOf(DeclineReason), declineText) },
      { ...long('note', 'input.note', false, 500),
        required: ({ reason }) => reason === String(DeclineReason.NOT_OUR_JURISDICTION) },
    ],
    call: (base, { reason, note }) => complaints.declineComplaint({ ...base, reason: Number(reason), note }) },
  { action: Action.ASK_IDENTITY, hint: 'action.ASK_IDENTITY_hint', sealed: true, inputs: [long('reason', 'input.why', true, 500)],
    call: (base, { reason }) => identities.askForIdentity({ ...base, reason }) },
  { action: Action.APPROVE_IDENTITY, hint: 'action.APPROVE_IDENTITY_hint', sealed: true,
    inputs: [long('note', 'input.staff_note', false, 500)],
    call: (base, { note }) => identities.decideIdentity({ ...base, approve: true, note }) },
  { action: Action.REFUSE_IDENTITY, hint: 'action.REFUSE_IDENTITY_hint', sealed: true,
    inputs: [long('note', 'input.staff_note', true, 500)],
    call: (base, { note }) => identities.decideIdentity({ ...base, approve: false, note }) },
  { action: Action.ERASE_IDENTITY, hint: 'action.ERASE_IDENTITY_hint', sealed: true, danger: true,
    inputs: [long('reason', 'input.why', true, 500)],
    call: (base, { reason }) => identities.eraseIdentity({ ...base, reason }) },
  { action: Action.RECUSE, hint: 'action.RECUSE_hint', danger: true,
    inputs: [
      { name: 'userName', label: 'input.person', kind: 'person' },
      long('reason', 'input.why', true, 500),
    ],
    call: (base, { userName, reason }) => complaints.recuseFromComplaint({ ...base, userName, reason }) },
]
