import { createTranslator, type Catalogue } from '@/shared/i18n'

const catalogue = {
  'app.title': ['走访 · 工作台', 'Zoufang console'],
  'language.switch': ['English', '中文'],
  'sign_in.title': ['登录', 'Sign in'],
  'sign_in.user': ['用户名', 'User name'],
  'sign_in.password': ['密码', 'Password'],
  'sign_in.submit': ['登录', 'Sign in'],
  'sign_in.no_answer': ['连不上服务器，请稍后再试。', 'The server does not answer; try again later.'],
  'session.signed_in': ['已登录：{user}', 'Signed in: {user}'],
  'session.sign_out': ['退出', 'Sign out'],
} satisfies Catalogue

export const t = createTranslator(catalogue)
