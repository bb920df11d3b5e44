import { Role } from '@/gen/zoufang/v1/auth_service_pb'
import { CreditListing, OrganizationKind, OrganizationLevel, RegistrationStatus } from '@/gen/zoufang/v1/organization_pb'
import { VisitKind, VisitPlanState } from '@/gen/zoufang/v1/plan_pb'
import { ReportReview } from '@/gen/zoufang/v1/report_pb'
import { TaskKind } from '@/gen/zoufang/v1/task_pb'
import { FindingState, NeedKind, RecheckResult, VisitState } from '@/gen/zoufang/v1/visit_pb'
import { t, type TextKey } from '../catalogue'

// The texts of an enum: "case_state.INVESTIGATING" and so on; '' for what is not set.
export const word = (family: string, names: Record<number, string>) => (value: number) =>
  value === 0 || !(value in names) ? '' : t(`${family}.${names[value]}` as TextKey)

// The values of an enum that a person may choose from.
export function choicesOf(names: Record<string | number, string | number>): number[] {
  return Object.values(names).filter((value): value is number => typeof value === 'number' && value > 0)
}

export const orgKindText = word('org_kind', OrganizationKind)
export const orgStatusText = word('org_status', RegistrationStatus)
export const orgListingText = word('org_listing', CreditListing)
export const orgLevelText = word('org_level', OrganizationLevel)
export const visitKindText = word('visit_kind', VisitKind)
export const planStateText = word('plan_state', VisitPlanState)
export const visitStateText = word('visit_state', VisitState)
export const needText = word('need_kind', NeedKind)
export const findingStateText = word('finding_state', FindingState)
export const recheckText = word('recheck', RecheckResult)
export const reportReviewText = word('report_review', ReportReview)
export const taskKindText = word('task_kind', TaskKind)

export function severityText(severity: number): string {
  return severity >= 1 && severity <= 4 ? t(`severity.${severity}` as TextKey) : ''
}

export function planPriorityText(priority: number): string {
  return priority >= 1 && priority <= 3 ? t(`plan_priority.${priority}` as TextKey) : ''
}

const ROLES: Partial<Record<Role, TextKey>> = {
  [Role.OFFICER]: 'role.officer',
  [Role.STAFF]: 'role.staff',
  [Role.ADMINISTRATOR]: 'role.administrator',
  [Role.INTEGRATOR]: 'role.integrator',
}
export function roleText(role: Role): string {
  const key = ROLES[role]
  return key ? t(key) : ''
}
