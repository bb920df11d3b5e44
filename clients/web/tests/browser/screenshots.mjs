// Takes the pictures of docs/images from the real pages over a real server: npm run screenshots.
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Phone } from './browser.mjs'
import { City } from './city.mjs'
import { button, check, field, fillReport, follow, putReceiptAway, receiptOf } from './journeys.mjs'

const out = join(dirname(fileURLToPath(import.meta.url)), '../../../../docs/images')
mkdirSync(out, { recursive: true })

const city = await City.open()
const phone = new Phone(city.url)
try {
  const page = await phone.open()
  const shoot = (name) => page.screenshot({ path: join(out, `citizen-${name}.png`), animations: 'disabled' })

  await page.waitForLoadState('networkidle')
  await shoot('home')
  await check(page, city.organization((one) => one.status === 'REGISTERED' && one.listing === 'ABNORMAL').name)
  await shoot('check')
  await check(page, '魑魅魍魉联谊总会')
  await shoot('not-registered')
  await fillReport(page, '某某协会', { upTo: 'details' })
  await button(page, '下一步').click()
  await page.getByRole('radio', { name: '匿名' }).check()
  await shoot('identity')
  await button(page, '下一步').click()
  await button(page, '提交').click()
  const receipt = await receiptOf(page)
  await shoot('receipt')
  await putReceiptAway(page)
  await follow(page, receipt)
  await field(page, '写留言').fill('请问何时有结果？')
  await button(page, '发送').click()
  await page.getByText('已发送').waitFor()
  await page.evaluate(() => scrollTo(0, 0))
  await shoot('follow')
} finally {
  await phone.forget()
  await city.close()
}
