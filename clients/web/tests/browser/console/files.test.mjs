// Photos of visits and cases in the console, from a real tablet and a citizen.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openBrowser, openConsole, seriousFindings, signIn, visit } from './page.mjs'
import { CityServer } from './city_server.mjs'
import { MAKER, photo } from '../pictures.mjs'

let city
let browser
let picture

before(async () => {
  city = await CityServer.start()
  browser = await openBrowser()
  const page = await openConsole(browser, city)
  picture = await photo(page, 320, 240)
  await page.context().close()
})
after(async () => {
  await browser?.close()
  await city?.close()
})

// The size of the picture that is drawn in `image`, once it is.
async function drawn(image) {
  await image.waitFor()
  return image.evaluate(async (element) => {
    await element.decode()
    return [element.naturalWidth, element.naturalHeight]
  })
}

test('a photo of a visit is told to be on its way, then seen small and large', async () => {
  const [organization] = await city.organizations()
  await city.enrol('lina', '李娜', '平板甲')
  const { id } = await city.tablet('平板甲', 'visit', 'start', '--organization', organization.id)
  await city.tablet('平板甲', 'visit', 'finding', id, '--item', 'certificate', '--severity', '2', '--description', '证书过期')
  await city.tablet('平板甲', 'sync')
  const path = join(city.folder, 'photo.jpg')
  writeFileSync(path, picture)

  const page = await openConsole(browser, city, `#/visits/${id}`)
  await signIn(page, 'chenjing')
  await page.getByText('证书过期').waitFor()
  assert.equal(await page.getByText('照片和附件').count(), 0)

  // Its row comes before its bytes.
  await city.tablet('平板甲', 'visit', 'attach', id, path, '--caption', '门头照')
  city.uploadAt('平板甲', Date.now() + 3_600_000)
  await city.tablet('平板甲', 'sync')
  const files = page.locator('.files')
  await files.getByText('门头照').waitFor()
  await files.getByText('尚未从平板传到').waitFor()
  assert.equal(await files.getByRole('button').count(), 0, 'nothing to see or keep yet')
  assert.deepEqual(await seriousFindings(page), [])

  city.uploadAt('平板甲', 0)
  await city.tablet('平板甲', 'sync')
  const small = files.getByRole('button', { name: '查看大图：门头照' })
  assert.deepEqual(await drawn(small.locator('img')), [320, 240])
  assert.equal(await files.getByText('尚未从平板传到').count(), 0)
  await small.click()
  const large = page.getByRole('dialog', { name: '门头照' })
  assert.deepEqual(await drawn(large.getByRole('img', { name: '门头照' })), [320, 240])
  assert.deepEqual(await seriousFindings(page), [])
  await page.keyboard.press('Escape')
  await large.waitFor({ state: 'hidden' })

  const saving = page.waitForEvent('download')
  await files.getByRole('button', { name: '下载：门头照' }).click()
  const download = await saving
  assert.equal(download.suggestedFilename(), '门头照.jpg')
  const kept = readFileSync(await download.path())
  assert.equal(kept.includes(MAKER), false)
  assert.equal(await files.getByRole('button', { name: /调阅原件/ }).count(), 0, 'the original is the custodian’s')
  assert.deepEqual(page.problems, [])
  await page.context().close()
})

test('a picture of a case is previewed without its metadata, a document is not', async () => {
  const [organization] = await city.organizations()
  const filed = await city.fileComplaint(organization, { narrative: '有照片和文件' })
  await city.handIn(filed, '收据.jpg', picture)
  await city.handIn(filed, '合同.pdf', Buffer.from('%PDF-1.7 contract'))
  const page = await openConsole(browser, city, '#/cases')
  await signIn(page, 'chenjing')
  const sent = []
  // Read on its way: the browser need not keep a body for who asks later.
  await page.route('**/*EvidenceService/ReadEvidence', async (route) => {
    const response = await route.fetch()
    sent.push(await response.body())
    await route.fulfill({ response })
  })
  await page.getByRole('link', { name: filed.number }).click()
  const files = page.locator('.files')
  const small = files.getByRole('button', { name: '查看大图：收据.jpg' })
  assert.deepEqual(await drawn(small.locator('img')), [320, 240])
  const document = files.getByRole('listitem').filter({ hasText: '合同.pdf' })
  await document.getByText('只有封存原件，不能预览').waitFor()
  assert.equal(await document.locator('img').count(), 0)
  await document.getByRole('button', { name: '调阅原件：合同.pdf' }).waitFor()
  await small.click()
  assert.deepEqual(await drawn(page.getByRole('dialog', { name: '收据.jpg' }).getByRole('img', { name: '收据.jpg' })), [320, 240])
  assert.deepEqual(await seriousFindings(page), [])
  assert.equal(sent.length, 1, 'read once, the document not at all')
  assert.equal(sent[0].includes(MAKER), false)
  assert.equal(await page.locator('aside li', { hasText: '调阅' }).count(), 0, 'a preview opens no original')
  assert.deepEqual(page.problems, [])
  await page.context().close()
})

test('a preview that fails says so and is tried again', async () => {
  const [organization] = await city.organizations()
  const filed = await city.fileComplaint(organization, { narrative: '照片读取失败' })
  await city.handIn(filed, '现场.jpg', picture)
  const page = await openConsole(browser, city, '#/cases')
  await page.route('**/*EvidenceService/ReadEvidence', (route) => route.abort())
  await signIn(page, 'chenjing')
  await page.getByRole('link', { name: filed.number }).click()
  const again = page.locator('.files').getByRole('button', { name: '无法显示，重试' })
  await again.waitFor()
  await page.unroute('**/*EvidenceService/ReadEvidence')
  await again.click()
  assert.deepEqual(await drawn(page.getByRole('button', { name: '查看大图：现场.jpg' }).locator('img')), [320, 240])
  assert.deepEqual(page.problems, [])
  await page.context().close()
})

test('a photo of a phone that was held upright is seen upright', async () => {
  const [organization] = await city.organizations()
  const filed = await city.fileComplaint(organization, { narrative: '竖拍照片' })
  const page = await openConsole(browser, city, '#/cases')
  await city.handIn(filed, '竖拍.jpg', await photo(page, 320, 240, 6))
  await signIn(page, 'chenjing')
  await page.getByRole('link', { name: filed.number }).click()
  assert.deepEqual(await drawn(page.getByRole('button', { name: '查看大图：竖拍.jpg' }).locator('img')), [240, 320])
  assert.deepEqual(page.problems, [])
  await page.context().close()
})
