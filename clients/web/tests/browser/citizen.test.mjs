// Both journeys of a citizen at phone size, in a real browser against a real server.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { Phone } from './browser.mjs'
import { City } from './city.mjs'
import { button, check, field, fillReport, follow, putReceiptAway, receiptOf } from './journeys.mjs'
import { photo } from './pictures.mjs'
import { untilStill } from './still.mjs'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const FIRST_PAGE_BYTES = 250 * 1024
const FILING = '**/*ComplaintService/FileComplaint'
const PIECE = '**/*EvidenceService/WriteEvidence'
const PIECE_BYTES = 256 * 1024
const STANDINGS = {
  registered: (one) => one.status === 'REGISTERED' && one.listing === 'NONE',
  abnormal: (one) => one.status === 'REGISTERED' && one.listing === 'ABNORMAL',
  serious: (one) => one.status === 'REGISTERED' && one.listing === 'SERIOUS',
  gone: (one) => one.status === 'REVOKED',
}

let city, phone, page
before(async () => (city = await City.open()))
after(() => city?.close())

async function unpack() {
  phone = new Phone(city.url)
  page = await phone.open()
}

async function putAway() {
  await phone.forget()
  assert.deepEqual(phone.problems, [])
}

async function assertAccessible() {
  await untilStill(page)
  await page.evaluate(AXE)  // By the debugger, which the pages' CSP does not bind.
  const { violations } = await page.evaluate(() => globalThis.axe.run(document))
  const serious = violations.filter((one) => ['serious', 'critical'].includes(one.impact))
  assert.deepEqual(serious.map((one) => [one.id, one.nodes.map((node) => node.html)]), [])
}

function assertFits() {
  return page.evaluate(() => document.documentElement.scrollWidth).then((width) => assert.ok(width <= 360, `${width} px wide`))
}

describe('checking an organisation', () => {
  before(unpack)
  beforeEach(() => page.goto(city.url))
  after(putAway)

  for (const [standing, fits] of Object.entries(STANDINGS)) {
    test(`says that it is ${standing}`, async () => {
      const organization = city.organization(fits)
      await check(page, organization.name)
      assert.equal(await page.locator('[data-verdict]').first().getAttribute('data-verdict'), standing)
      await assertFits()
      await assertAccessible()
    })
  }

  test('leads from “not registered” into a report of what was typed', async () => {
    await check(page, '魑魅魍魉联谊总会')
    assert.equal(await page.locator('[data-verdict]').getAttribute('data-verdict'), 'none')
    await button(page, '举报这个组织涉嫌非法').click()
    assert.equal(await field(page, '组织名称').inputValue(), '魑魅魍魉联谊总会')
    assert.ok(await page.getByRole('radio', { name: '涉嫌非法社会组织' }).isChecked())
  })

  test('says of a similar name that it is not the same', async () => {
    const { name } = city.organization((one) => /^淄博市.*协会$/.test(one.name))
    await check(page, name.replace(/协会$/, '总会'))
    await page.getByText('有相似名称，但不是同一家').first().waitFor()
  })

  test('explains a wrong credit code with the nearest one', async () => {
    const { credit_code: code } = city.organization((one) => one.credit_code)
    await check(page, code.slice(0, -1) + (code.endsWith('0') ? '1' : '0'))
    assert.equal(await page.locator('[data-verdict]').getAttribute('data-verdict'), 'invalid')
    assert.match(await page.locator('[data-verdict]').innerText(), new RegExp(code))
  })

  test('survives back, forward and refresh', async () => {
    const { name } = city.organization((one) => one.name.length > 8)
    await check(page, name)
    await page.goBack()
    await page.getByText('先查一查，再决定。').waitFor()
    await page.goForward()
    await page.locator('[data-verdict]').first().waitFor()
    await page.reload()
    await page.locator('[data-verdict]').first().waitFor()
  })
})

describe('filing', () => {
  beforeEach(unpack)
  afterEach(putAway)

  test('from the first page to the case by keyboard and buttons, and back again by number and secret', async () => {
    const begun = await city.complaints()
    await fillReport(page, '某某协会', { mode: /实名，对该组织保密/, upTo: 'details' })
    await assertAccessible()
    await button(page, '下一步').click()
    await button(page, '下一步').click()
    await page.getByText('还有内容需要补充').waitFor()
    await page.getByRole('radio', { name: /实名，对该组织保密/ }).check()
    await field(page, '姓名').fill('王某某')
    await button(page, '添加一位').click()
    await button(page, '下一步').click()
    await page.getByText('还有内容需要补充').waitFor()
    await field(page, '第 2 位的姓名').fill('李某某')
    await assertAccessible()
    await button(page, '下一步').click()
    await button(page, '提交').dblclick()
    await page.getByText('查询码只显示这一次').waitFor()
    await assertAccessible()
    const receipt = await receiptOf(page)
    assert.equal(await city.complaints(), begun + 1)

    const saving = page.waitForEvent('download')
    await button(page, '保存为图片').click()
    assert.equal((await saving).suggestedFilename(), `${receipt.number}.png`)
    await putReceiptAway(page)
    await page.getByText('先查一查，再决定。').waitFor()
    assert.equal(await page.getByText('尚未确认保存').count(), 0)

    await follow(page, receipt)
    await page.getByText('办理进度', { exact: true }).waitFor()
    await field(page, '写留言').fill('请问何时有结果？')
    await button(page, '发送').dblclick()
    await page.getByText('已发送').waitFor()
    assert.equal(await page.getByText('请问何时有结果？').count(), 1)
    await assertFits()
    await assertAccessible()
    assert.ok(!page.url().includes(receipt.number) && !page.url().includes(receipt.secret))
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
    assert.ok(!stored.includes(receipt.secret))
  })

  test('becomes one case when the reply is lost, the browser is closed and the draft is sent again', async () => {
    const begun = await city.complaints()
    await fillReport(page, '丢失答复协会')
    await page.route(FILING, async (route) => {
      await route.fetch()
      await route.abort()
    })
    await button(page, '提交').click()
    await page.getByText('上次提交没有收到答复').waitFor()
    await phone.close()

    page = await phone.open()
    await page.getByText('没有提交的草稿：1 份').waitFor()
    await page.getByRole('link', { name: '继续' }).click()
    await page.getByText('上次提交没有收到答复').waitFor()
    await button(page, '再次提交').click()
    await page.getByText('查询码只显示这一次').waitFor()
    assert.equal(await city.complaints(), begun + 1)
  })

  test('keeps the draft of a dead network, and the secret over a refresh until it is confirmed', async () => {
    await fillReport(page, '断网协会')
    await phone.context.setOffline(true)
    await button(page, '提交').click()
    await page.getByText('没有网络或服务器没有答复').waitFor()
    await phone.context.setOffline(false)
    await button(page, '再次提交').click()
    await page.getByText('查询码只显示这一次').waitFor()
    const receipt = await receiptOf(page)
    await page.reload()
    await page.locator('[data-receipt=secret]').waitFor()
    assert.deepEqual(await receiptOf(page), receipt)
  })

  test('takes a half-written draft up at its step in a browser opened anew', async () => {
    await fillReport(page, '半份草稿协会', { upTo: 'details' })
    await field(page, '经过和诉求').blur()
    await page.getByText('草稿已保存在本机').waitFor()
    await phone.close()
    page = await phone.open()
    await page.getByRole('link', { name: '继续' }).click()
    assert.equal(await field(page, '经过和诉求').inputValue(), '强行收取会费，没有票据。')
    await page.goBack()
    await page.getByText('先查一查，再决定。').waitFor()
  })
})

describe('several matters', () => {
  beforeEach(unpack)
  afterEach(putAway)
  const item = (subject) => page.getByRole('listitem').filter({ hasText: subject })

  test('are drafts of their own, which outlive the browser, go on and are deleted one by one', async () => {
    const { name } = city.organization(STANDINGS.registered)
    await fillReport(page, '第一件协会', { upTo: 'details' })
    await field(page, '添加照片或文件（选填）').setInputFiles([{ name: '收据.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') }])
    await page.getByText('收据.pdf').waitFor()
    await page.getByRole('link', { name: '查组织' }).click()
    await check(page, name)
    await button(page, '投诉或举报这家组织').first().click()
    assert.equal(await field(page, '组织名称').inputValue(), name)
    await page.getByRole('link', { name: '投诉举报', exact: true }).click()
    await button(page, '另写一件').click()
    assert.equal(await field(page, '组织名称').inputValue(), '')
    await page.reload()
    await item('第一件协会').waitFor()
    assert.equal(await page.getByRole('listitem').count(), 2, 'nothing was written in the third')
    await assertFits()
    await assertAccessible()
    await phone.close()

    page = await phone.open()
    await page.getByText('没有提交的草稿：2 份').waitFor()
    await page.getByRole('link', { name: '继续' }).click()
    page.once('dialog', (dialog) => dialog.accept())
    await item(name).getByRole('button', { name: '删除' }).click()
    await item(name).waitFor({ state: 'detached' })
    await item('第一件协会').getByRole('link', { name: '继续' }).click()
    assert.equal(await field(page, '经过和诉求').inputValue(), '强行收取会费，没有票据。')
    await page.getByText('收据.pdf').waitFor()
    await page.reload()
    await page.getByText('收据.pdf').waitFor()
  })

  test('may be written while the receipt of another waits', async () => {
    await fillReport(page, '有回执协会')
    await button(page, '提交').click()
    const receipt = await receiptOf(page)
    await page.getByRole('link', { name: '投诉举报', exact: true }).click()
    await button(page, '另写一件').click()
    await field(page, '组织名称').fill('另一件协会')
    await page.getByRole('radio', { name: /^投诉/ }).check()
    await page.getByText('已保存在本机').waitFor()
    await page.goto(city.url)
    await page.getByText('尚未确认保存的回执：1 份').waitFor()
    await page.getByRole('link', { name: '继续' }).click()
    assert.equal(await item('有回执协会').getByRole('button', { name: '删除' }).count(), 0)
    await item('有回执协会').getByRole('link', { name: '看回执' }).click()
    assert.deepEqual(await receiptOf(page), receipt)
    await putReceiptAway(page)
    await page.getByText('没有提交的草稿：1 份').waitFor()
  })
})

describe('photos and documents', () => {
  before(unpack)
  after(putAway)
  const picker = () => field(page, '添加照片或文件（选填）')
  const file = (name, buffer) => ({ name, mimeType: 'application/octet-stream', buffer })
  const pdf = (text) => Buffer.from(`%PDF-1.7 ${text}`)
  const handedIn = (count) => page.locator('[data-evidence=done]').nth(count - 1).waitFor()
  let large, receipt

  test('are kept with the draft, and can be removed', async () => {
    large = await photo(page, 3200, 2400)
    await fillReport(page, '证据协会', { upTo: 'details' })
    await picker().setInputFiles([file('收据.jpg', large), file('合同.pdf', pdf('contract')), file('备注.txt', Buffer.from('no'))])
    await page.getByText('“备注.txt”不是可以接收的图片或 PDF。').waitFor()
    await page.getByRole('button', { name: '移除 合同.pdf' }).click()
    await page.getByText('合同.pdf').waitFor({ state: 'detached' })
    await picker().setInputFiles([file('章程.pdf', pdf('charter'))])
    await page.getByText('章程.pdf').waitFor()
    await assertFits()
    await assertAccessible()
    await phone.close()
    page = await phone.open()
    await page.getByRole('link', { name: '继续' }).click()
    await page.getByText('收据.jpg').waitFor()
  })

  test('follow the case over a network that is cut, each with its progress', async () => {
    await button(page, '下一步').click()
    await page.getByRole('radio', { name: '匿名' }).check()
    await button(page, '下一步').click()
    await page.getByText('收据.jpg').waitFor()
    let cut = 0
    await page.route(PIECE, async (route) => {
      if (++cut !== 2) return route.continue()
      await route.fetch() // The server has it; its answer is lost.
      await route.abort()
    })
    await button(page, '提交').click()
    await handedIn(2)
    assert.ok(cut > 3, `${cut} pieces`)
    await page.getByText('全部处理完毕。').waitFor()
    await assertFits()
    await assertAccessible()
    receipt = await receiptOf(page)
    const { files } = await city.caseOf(receipt.number)
    assert.deepEqual(files.map((one) => [one.caption, one.state, one.mimeType]), [
      ['收据.jpg', 'ATTACHMENT_STATE_STORED', 'image/jpeg'],
      ['章程.pdf', 'ATTACHMENT_STATE_STORED', 'application/pdf'],
    ])
    assert.ok(Number(files[0].sizeBytes) < large.length / 2, 'reduced on the phone')
    await putReceiptAway(page)
  })

  test('go on in a browser opened anew, from where they were', async () => {
    await fillReport(page, '续传协会', { upTo: 'details' })
    await picker().setInputFiles([file('大图.jpg', large)])
    await page.getByText('大图.jpg').waitFor()
    await button(page, '下一步').click()
    await page.getByRole('radio', { name: '匿名' }).check()
    await button(page, '下一步').click()
    let taken = 0
    await page.unroute(PIECE)
    await page.route(PIECE, (route) => (++taken > 4 ? route.abort() : route.continue()))
    await button(page, '提交').click()
    await page.locator('[data-evidence=failed]').waitFor()
    const { number } = await receiptOf(page)
    await phone.close()

    page = await phone.open()
    let more = 0
    page.on('request', (request) => void (more += request.url().includes('WriteEvidence')))
    await page.getByRole('link', { name: '继续' }).click()
    await handedIn(1)
    const [{ state, sizeBytes }] = (await city.caseOf(number)).files
    assert.equal(state, 'ATTACHMENT_STATE_STORED')
    assert.equal(more, Math.ceil(Number(sizeBytes) / PIECE_BYTES) - 4, 'nothing is sent twice')
    await putReceiptAway(page)
  })

  test('are seen by whoever follows the case, and more may be added', async () => {
    await follow(page, receipt)
    await page.getByText('收据.jpg').first().waitFor()
    await picker().setInputFiles([file('补充.pdf', pdf('more'))])
    await page.getByRole('listitem').filter({ hasText: '补充.pdf' }).filter({ hasText: '已上传' }).waitFor()
    assert.equal((await city.caseOf(receipt.number)).files.length, 3)
    await assertFits()
    await assertAccessible()
  })
})

describe('filing under a flood', () => {
  before(unpack)
  after(async () => {
    await putAway()
    await city.stop()
    await city.start()
  })

  test('does the work that the server asks for, beside the page, and files once', async () => {
    await city.stop()
    await city.start('--filing-work', '12')
    const begun = await city.complaints()
    const workers = []
    page.on('worker', (worker) => workers.push(worker.url()))
    await fillReport(page, '洪水协会')
    await button(page, '提交').click()
    await page.getByText('查询码只显示这一次').waitFor()
    assert.equal(workers.length, 1)
    assert.equal(await city.complaints(), begun + 1)
  })
})

describe('following', () => {
  beforeEach(unpack)
  afterEach(putAway)

  test('tells a mistyped number without a call, and a wrong secret without saying which', async () => {
    let calls = 0
    page.on('request', (request) => void (calls += request.url().includes('GetComplaintStatus')))
    await follow(page, { number: 'ZB-20261124-000001-2', secret: '1' })
    await page.getByText('编号有误').waitFor()
    await page.getByText('查询码是 16 位数字').waitFor()
    assert.equal(calls, 0)
    await follow(page, { number: 'ZB-20261124-000001-1', secret: '0000000000000000' })
    await page.getByText('不提示是哪一项').waitFor()
    await assertAccessible()
  })
})

describe('the end of a case', () => {
  beforeEach(unpack)
  afterEach(putAway)

  test('is read with its basis, evaluated, and reviewed on request', async () => {
    await fillReport(page, '有结果协会')
    await button(page, '提交').click()
    const receipt = await receiptOf(page)
    const basis = '经查，收费未经会员大会表决。依据《社会团体登记管理条例》第三十条。'
    const decision = { outcome: 'COMPLAINT_OUTCOME_SUBSTANTIATED', basis }
    await city.handle(receipt.number, [
      ['AcceptComplaint', {}],
      ['InvestigateComplaint', {}],
      ['DecideComplaint', decision],
      ['NotifyComplaint', { text: '已在网页告知。' }],
      ['CloseComplaint', {}],
    ])
    await follow(page, receipt)
    await page.getByText('反映的问题属实').waitFor()
    await page.getByText(basis).waitFor()
    await page.getByText('开始调查').waitFor()
    await assertAccessible()

    await page.getByRole('radio', { name: '基本满意' }).check()
    await button(page, '提交评价').dblclick()
    await page.getByText('已评价，可以修改。').waitFor()
    await field(page, '您认为哪里不对？').fill('退款没有到账。')
    await button(page, '提交复核申请').click()
    await page.getByText('您申请了复核').waitFor()
    assert.equal(await button(page, '提交复核申请').count(), 0)
  })

  test('counts it for the next who reports the same, and nothing else of it', async () => {
    await fillReport(page, '有结果协会', { upTo: 'details' })
    await page.getByText('近一年已有 1 件同类反映').waitFor()
  })

  test('may be the citizen’s own wish', async () => {
    await fillReport(page, '撤回协会')
    await button(page, '提交').click()
    const receipt = await receiptOf(page)
    await follow(page, receipt)
    page.on('dialog', (dialog) => dialog.accept())
    await button(page, '撤回这件反映').click()
    await page.getByText('您已撤回').first().waitFor()
  })
})

describe('every page', () => {
  beforeEach(unpack)
  afterEach(putAway)

  test('is read in English and in larger type, and stays so', async () => {
    await button(page, '大字版').click()
    await button(page, 'English').click()
    await page.reload()
    await page.getByRole('heading', { name: 'Check first, then decide.' }).waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en')
    await assertFits()
    await assertAccessible()
  })

  test('costs a citizen at most 250 KiB to open', async () => {
    const session = await phone.context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    let bytes = 0
    session.on('Network.loadingFinished', (event) => void (bytes += event.encodedDataLength))
    await page.reload({ waitUntil: 'networkidle' })
    console.log(`first page: ${bytes} bytes`)
    assert.ok(bytes > 10_000 && bytes <= FIRST_PAGE_BYTES, `${bytes} bytes`)
  })
})
