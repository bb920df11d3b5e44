import { create } from '@bufbuild/protobuf'
import { describe, expect, test } from 'vitest'
import { kindOf, reporterOf, summaryOf } from '@/console/visits/reports'
import { ReportItemSchema, ReportKind } from '@/gen/zoufang/v1/desk_service_pb'
import { OrganizationSchema } from '@/gen/zoufang/v1/organization_pb'
import choices from '../../../fieldwork/forms/choices-2026.1.json'

const correction = (change: object) =>
  create(ReportItemSchema, { report: { case: 'correction', value: { reportedBy: 'lina', ...change } } })
const riskOf = (category: string) =>
  create(ReportItemSchema, { report: { case: 'risk', value: { category, description: '拖欠房租', reportedBy: 'lina' } } })
const feedback = (appVersion: string) =>
  create(ReportItemSchema, { report: { case: 'feedback', value: { text: '字太小', appVersion, writtenBy: 'wangqiang' } } })

describe('what an officer reports', () => {
  test.each([
    [correction({ fieldName: 'legal_representative', currentValue: '李某', proposedValue: '王某' }), '法定代表人：由“李某”改为“王某”'],
    [correction({ fieldName: 'address', proposedValue: '人民路9号', evidence: '门牌照片' }), '住所：由“—”改为“人民路9号”\n依据：门牌照片'],
    [correction({ fieldName: 'of_a_newer_version', currentValue: '1', proposedValue: '2' }), 'of_a_newer_version：由“1”改为“2”'],
    [riskOf('of_a_newer_version'), 'of_a_newer_version：拖欠房租'],
    [feedback('1.2.0'), '字太小（1.2.0）'],
    [feedback(''), '字太小'],
    [create(ReportItemSchema), ''],
  ])('is said in words, %#', (item, words) => {
    expect(summaryOf(item)).toBe(words)
  })
  test.each(OrganizationSchema.fields.map(({ name }) => name).filter((name) => name !== 'id'))('names the fact %s of the registry', (fieldName) => {
    expect(summaryOf(correction({ fieldName }))).not.toContain(fieldName)
  })
  test.each(choices.risk)('names the category $code of a risk as the tablet does', ({ code, zh }) => {
    expect(summaryOf(riskOf(code))).toBe(`${zh}：拖欠房租`)
  })
  test.each([
    [correction({}), ReportKind.CORRECTION, 'lina'],
    [riskOf('funds'), ReportKind.RISK, 'lina'],
    [feedback(''), ReportKind.FEEDBACK, 'wangqiang'],
  ])('has its kind and who reported it, %#', (item, kind, reporter) => {
    expect(kindOf(item)).toBe(kind)
    expect(reporterOf(item)).toBe(reporter)
  })
})
