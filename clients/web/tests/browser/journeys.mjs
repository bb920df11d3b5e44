// What a citizen does, by the words on the page.
export const button = (page, name) => page.getByRole('button', { name, exact: true })
export const field = (page, label) => page.getByLabel(label, { exact: true })

export async function check(page, query) {
  await field(page, '查询社会组织').fill(query)
  await button(page, '查询').click()
  await page.locator('section[aria-live]').waitFor()
}

export async function fillReport(page, subject, { mode = '匿名', upTo = 'review' } = {}) {
  await page.goto(page.url().split('#')[0] + '#/file')
  await field(page, '组织名称').fill(subject)
  await page.getByRole('radio', { name: /^举报/ }).check()
  await page.getByRole('radio', { name: '收费问题' }).check()
  await button(page, '下一步').click()
  await field(page, '收费项目和名义').fill('会费')
  await field(page, '经过和诉求').fill('强行收取会费，没有票据。')
  if (upTo === 'details') return
  await button(page, '下一步').click()
  await page.getByRole('radio', { name: mode }).check()
  await button(page, '下一步').click()
  await button(page, '提交').waitFor()
}

export async function receiptOf(page) {
  const number = await page.locator('[data-receipt=number]').innerText()
  const secret = (await page.locator('[data-receipt=secret]').innerText()).replace(/\s/g, '')
  return { number, secret }
}

export async function follow(page, { number, secret }) {
  await page.goto(page.url().split('#')[0] + '#/follow')
  await field(page, '受理编号').fill(number)
  await field(page, '查询码').fill(secret)
  await button(page, '查询').click()
}

// The receipt's last button, until the first page has taken its place: what follows must not be overtaken by that.
export async function putReceiptAway(page) {
  await button(page, '我已保存，不再显示').click()
  await page.waitForURL((url) => ['', '#/'].includes(url.hash))
}
