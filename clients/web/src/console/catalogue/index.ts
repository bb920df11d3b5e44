import { createTranslator } from '@/shared/i18n'
import { administration } from './administration'
import { cases } from './cases'
import { common } from './common'
import { decisions } from './decisions'
import { organizations } from './organizations'
import { overview } from './overview'
import { plans } from './plans'
import { shell } from './shell'
import { visits } from './visits'

// Every text of the console, Chinese and English side by side; a file for each part of it.
const catalogue = {
  ...shell,
  ...common,
  ...overview,
  ...cases,
  ...organizations,
  ...visits,
  ...plans,
  ...decisions,
  ...administration,
}

export type TextKey = keyof typeof catalogue
export const t = createTranslator(catalogue)
// Whether there is a text for what the server names.
export const isTextKey = (key: string): key is TextKey => key in catalogue
