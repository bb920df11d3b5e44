import { type ReportItem, ReportKind } from '@/gen/zoufang/v1/desk_service_pb'
import { isTextKey, t } from '../catalogue'

// The field of the registry that a correction is about: by its label where the pages have one.
function factText(field: string): string {
  const key = `fact.${field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}`
  return isTextKey(key) ? t(key) : field
}

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
      return `${report.value.category}：${report.value.description}`
    case 'feedback':
      return report.value.appVersion ? `${report.value.text}（${report.value.appVersion}）` : report.value.text
    default:
      return ''
  }
}

export const reporterOf = ({ report }: ReportItem) =>
  report.case === 'feedback' ? report.value.writtenBy : (report.value?.reportedBy ?? '')
