import { ComplaintState as State } from '@/gen/zoufang/v1/complaint_pb'
import { type AreaStanding, CaseCount_Age as Age, type Overview } from '@/gen/zoufang/v1/desk_service_pb'
import { stateText } from '../cases/words'
import { t, type TextKey } from '../catalogue'
import { areaName } from '../common/divisions'
import type { Series } from './plots'

// States in the order of a case's life; those after the decision are not "open" any more.
export const LIFE = [State.RECEIVED, State.NEEDS_INFO, State.ACCEPTED, State.INVESTIGATING, State.PAUSED, State.DECIDED,
  State.NOTIFIED, State.REVIEW_REQUESTED]
const AGES = [Age.UP_TO_7_DAYS, Age.UP_TO_15_DAYS, Age.UP_TO_30_DAYS, Age.UP_TO_60_DAYS, Age.OLDER]
const AGE_COLORS = ['#a9c8ea', '#6aa0d8', '#2f6fb3', '#d99a2b', '#b42318']
const IN_TIME = '#2f6fb3'
const OVERDUE = '#b42318'
const CONFLICTS = '#d99a2b'

export interface Bars {
  categories: string[]
  series: Series[]
}

export const total = <T>(items: T[], of: (item: T) => bigint) => items.reduce((sum, item) => sum + Number(of(item)), 0)

// Half up, two decimals, never without its fraction beside it.
export function percent(num: number, den: number): string {
  return den === 0 ? '—' : `${(Math.round((num / den) * 10_000) / 100).toFixed(2)}%`
}

export function casesByStateAndAge(overview: Overview): Bars {
  const states = LIFE.filter((state) => overview.cases.some((one) => one.state === state))
  const count = (state: State, age: Age) =>
    total(overview.cases.filter((one) => one.state === state && one.age === age), (one) => one.cases)
  return {
    categories: states.map(stateText),
    series: AGES.map((age, index) => ({
      name: t(`age.${Age[age]}` as TextKey),
      values: states.map((state) => count(state, age)),
      color: AGE_COLORS[index],
    })),
  }
}

function split<T>(items: T[], open: (one: T) => bigint, overdue: (one: T) => bigint): Series[] {
  return [
    { name: t('overview.overdue'), values: items.map((one) => Number(overdue(one))), color: OVERDUE },
    { name: t('overview.in_time'), values: items.map((one) => Number(open(one) - overdue(one))), color: IN_TIME },
  ]
}

const MOST_DEPARTMENTS = 10

export function findingsByDepartment(overview: Overview): Bars {
  const departments = overview.departments
    .filter((one) => one.openFindings > 0n)
    .sort((a, b) => Number(b.openFindings - a.openFindings))
    .slice(0, MOST_DEPARTMENTS)
  return {
    categories: departments.map((one) => one.supervisingUnit || t('overview.no_unit')),
    series: split(departments, (one) => one.openFindings, (one) => one.overdueFindings),
  }
}

export function openByDistrict(overview: Overview): Bars {
  const byDistrict = new Map<string, AreaStanding[]>()
  for (const one of overview.areas) {
    const code = one.areaCode.slice(0, 6)
    byDistrict.set(code, [...(byDistrict.get(code) ?? []), one])
  }
  const sums = [...byDistrict].map(([code, areas]) => ({
    code,
    open: BigInt(total(areas, (one) => one.openFindings)),
    overdue: BigInt(total(areas, (one) => one.overdueFindings)),
    conflicts: total(areas, (one) => one.openConflicts),
  }))
  return {
    categories: sums.map((one) => areaName(one.code)),
    series: [
      ...split(sums, (one) => one.open, (one) => one.overdue),
      { name: t('overview.conflicts_open'), values: sums.map((one) => one.conflicts), color: CONFLICTS },
    ],
  }
}
