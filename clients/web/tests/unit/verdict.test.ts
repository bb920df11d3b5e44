import { create } from '@bufbuild/protobuf'
import { describe, expect, test } from 'vitest'
import { CreditListing as Listing, OrganizationSchema, RegistrationStatus as Status } from '@/gen/zoufang/v1/organization_pb'
import { OrganizationMatchSchema, OrganizationMatch_MatchedBy as By } from '@/gen/zoufang/v1/organization_service_pb'
import { answerOf, looksLikeCreditCode, standingOf } from '@/citizen/verdict'

function match(matchedBy: By, flags: { exact?: boolean; lookAlike?: boolean } = {}) {
  return create(OrganizationMatchSchema, { organization: {}, matchedBy, ...flags })
}

describe('the standing of an organisation', () => {
  test.each([
    [Status.REGISTERED, Listing.NONE, 'registered'],
    [Status.REGISTERED, Listing.ABNORMAL, 'abnormal'],
    [Status.REGISTERED, Listing.SERIOUS, 'serious'],
    [Status.SUSPENDED, Listing.ABNORMAL, 'suspended'],
    [Status.SUSPENDED, Listing.SERIOUS, 'serious'],
    [Status.LIQUIDATING, Listing.NONE, 'suspended'],
    [Status.DEREGISTERED, Listing.NONE, 'gone'],
    [Status.REVOKED, Listing.SERIOUS, 'gone'],
  ])('status %i with listing %i is %s', (status, listing, standing) => {
    expect(standingOf(create(OrganizationSchema, { status, listing }))).toBe(standing)
  })
})

describe('the answer to a query', () => {
  test('is found when a whole name, former name or code was typed, with the others behind it', () => {
    const answer = answerOf([match(By.NAME), match(By.FORMER_NAME, { exact: true })])
    expect([answer.verdict, answer.exact.length, answer.others.length]).toEqual(['found', 1, 1])
  })
  test('is never found by sound, however exact', () => {
    expect(answerOf([match(By.PINYIN, { exact: true })]).verdict).toBe('several')
  })
  test('is similar when every name is another that only resembles it', () => {
    expect(answerOf([match(By.NAME, { lookAlike: true })]).verdict).toBe('similar')
    expect(answerOf([match(By.NAME, { lookAlike: true }), match(By.NAME)]).verdict).toBe('several')
  })
  test('is none without any match', () => {
    expect(answerOf([]).verdict).toBe('none')
  })
})

test('18 letters and digits are meant as a credit code, however they are spaced', () => {
  expect(looksLikeCreditCode('52370303mje0747680')).toBe(true)
  expect(looksLikeCreditCode('５２３７０３０３ MJE0747680')).toBe(true)
  expect(looksLikeCreditCode('志愿者')).toBe(false)
})
