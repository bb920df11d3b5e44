// The kinds of matter, and what is asked of each beyond the account of what happened. Codes are stored
// with the case: they are never re-used with another meaning.
const questions = {
  fees: ['occurred_on', 'fee_item', 'amount', 'voucher'],
  membership: ['occurred_on', 'amount'],
  awards: ['occurred_on', 'fee_item', 'amount'],
  refund: ['occurred_on', 'amount', 'voucher'],
  charity: ['occurred_on', 'place', 'amount'],
  governance: ['occurred_on'],
  beyond_charter: ['occurred_on', 'place'],
  safety: ['occurred_on', 'place', 'persons'],
  illegal_organization: ['place', 'organizers', 'amount'],
  other: ['occurred_on'],
} as const

export type Category = keyof typeof questions
export type Question = (typeof questions)[Category][number]

export const UNREGISTERED: Category = 'illegal_organization'

// An organisation in the registry cannot be an unregistered one.
export function categoriesFor(registered: boolean): Category[] {
  const all = Object.keys(questions) as Category[]
  return registered ? all.filter((one) => one !== UNREGISTERED) : all
}

export function questionsOf(category: string): readonly Question[] {
  return questions[category as Category] ?? []
}
