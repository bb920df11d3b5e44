import { CreditListing, RegistrationStatus, type Organization } from '@/gen/zoufang/v1/organization_pb'
import { OrganizationMatch_MatchedBy as MatchedBy, type OrganizationMatch } from '@/gen/zoufang/v1/organization_service_pb'

// What may be said of one registered organisation.
export type Standing = 'registered' | 'abnormal' | 'serious' | 'suspended' | 'gone'

// The end of a registration outweighs the credit lists, and those outweigh being registered.
export function standingOf(organization: Organization): Standing {
  switch (organization.status) {
    case RegistrationStatus.DEREGISTERED:
    case RegistrationStatus.REVOKED:
      return 'gone'
    case RegistrationStatus.SUSPENDED:
    case RegistrationStatus.LIQUIDATING:
      return organization.listing === CreditListing.SERIOUS ? 'serious' : 'suspended'
    default:
      break
  }
  if (organization.listing === CreditListing.SERIOUS) return 'serious'
  return organization.listing === CreditListing.ABNORMAL ? 'abnormal' : 'registered'
}

// What a query came to.
//   found    its whole name, former name or code is registered
//   several  it is part of names: the reader has to compare
//   similar  only names that resemble it are registered
//   none     nothing of the kind is
export interface Answer {
  verdict: 'found' | 'several' | 'similar' | 'none'
  exact: OrganizationMatch[]
  others: OrganizationMatch[]
}

const WHOLE = new Set([MatchedBy.CREDIT_CODE, MatchedBy.NAME, MatchedBy.FORMER_NAME])

export function answerOf(matches: OrganizationMatch[]): Answer {
  const exact = matches.filter((one) => one.exact && WHOLE.has(one.matchedBy))
  const others = matches.filter((one) => !exact.includes(one))
  if (exact.length > 0) return { verdict: 'found', exact, others }
  if (others.length === 0) return { verdict: 'none', exact, others }
  return { verdict: others.every((one) => one.lookAlike) ? 'similar' : 'several', exact, others }
}

// Whether a query is meant as a credit code: 18 letters and digits, however they are spaced.
export function looksLikeCreditCode(query: string): boolean {
  return /^[0-9A-Z]{18}$/.test(query.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase())
}
