import { type ReportItem, ReportKind } from '@/gen/zoufang/v1/desk_service_pb'
import { isTextKey, t } from '../catalogue'

// What the pages have no word for is shown as it came.
const wordOr = (key: string, raw: string) => (isTextKey(key) ? t(key) : raw)
const factText = (field: string) => wordOr(`fact.${field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}`, field)
const riskText = (category: string) => wordOr(`risk_category.${category}`, category)

export const kindOf = ({ report }: ReportItem) =>
  ({ correction: ReportKind.CORRECTION, risk: ReportKind.RISK, feedback: ReportKind.FEEDBACK })[report.case!]

// What was reported, in words.
export function summaryOf({ report }: ReportItem): string {
  switch (report.case) {
    case 'correction': {
      const { fieldName, currentValue, proposedValue, evidence } = report.value
      const change = t('reports.change', { field: factText(fieldName), from: currentValue || '—', to: proposedValue })
      return evidence ? `${change}\n${t('reports.evidence', { text: evidence })}` : change
    }
    case 'risk':
      return t('reports.risk', { category: riskText(report.value.category), text: report.value.description })
    case 'feedback':
      return report.value.appVersion ? t('reports.feedback', { text: report.value.text, version: report.value.appVersion }) : report.value.text
    default:
      return ''
  }
}

export const reporterOf = ({ report }: ReportItem) =>
  report.case === 'feedback' ? report.value.writtenBy : (report.value?.reportedBy ?? '')
