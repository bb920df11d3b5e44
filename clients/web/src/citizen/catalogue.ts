import { createTranslator, type Catalogue } from '@/shared/i18n'

const catalogue = {
  'app.title': ['淄博市社会组织查询与监督', 'Zibo social organisations: check and report'],
} satisfies Catalogue

export const t = createTranslator(catalogue)
