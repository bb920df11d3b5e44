// The bureau's console in a real browser, over the real server.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { cutTables, openBrowser, openConsole, seriousFindings, signIn, visit } from './page.mjs'
import { CityServer, PASSWORD } from './city_server.mjs'
import { MAKER, photo } from '../pictures.mjs'

let city
let browser
let organization

before(async () => {
  city = await CityServer.start()
  browser = await openBrowser()
  organization = (await city.organizations())[0]
})
after(async () => {
  await browser?.close()
  await city?.close()
})

async function openCase(userName, number) {
  const page = await openConsole(browser, city, '#/cases')
  await signIn(page, userName)
  await page.getByRole('link', { name: number }).click()
  await page.getByRole('heading', { name: number }).waitFor()
  return page
}

// Clicks an action of the case, fills its dialog in, and does it.
async function act(page, action, fillIn = async () => {}) {
  await page.getByRole('group', { name: '办理' }).getByRole('button', { name: action, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: action })
  await fillIn(dialog)
  await dialog.getByRole('button', { name: action, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}
const write = (label, text) => (dialog) => dialog.getByRole('textbox', { name: label }).fill(text)

async function stateIs(page, state) {
  await page.locator('.page-head .el-tag', { hasText: state }).waitFor()
}

test('a case lives from its receipt to its end', async () => {
  const { number, secret } = await city.fileComplaint(organization)
  const page = await openCase('chenjing', number)
  await act(page, '受理')
  await stateIs(page, '已受理')
  const token = await city.signIn('chenjing')
  const { items } = await city.call('ComplaintService/ListComplaints', {}, token)
  const { clock } = items.find((one) => one.complaint.number === number)
  // Its sixty days reach into a year whose holidays are not announced, or do not: that is what the page says.
  for (const place of ['header.page-head', 'aside']) {
    assert.equal(await page.locator(place).getByText('期限待核').count(), clock.warning ? 1 : 0, place)
  }
  await act(page, '开始调查', write('内部说明', '调取收费票据'))
  await act(page, '申请延期', write('理由', '账目较多'))

  const second = await openCase('liuyang', number)
  assert.equal(await second.getByRole('button', { name: '批准延期' }).count(), 0, 'another department does not act on it')
  await second.context().close()

  await page.getByRole('textbox', { name: '添加备注' }).fill('负责人已约谈')
  await page.getByRole('button', { name: '添加备注' }).click()
  await page.locator('.notes li', { hasText: '负责人已约谈' }).waitFor()
  await page.getByRole('textbox', { name: '回复投诉人' }).fill('正在核查，请留意进展。')
  await page.getByRole('button', { name: '发送' }).click()
  await page.locator('.bubble', { hasText: '正在核查' }).waitFor()
  await page.locator('li', { hasText: '正在核查' }).getByText('未读').waitFor()
  await city.call('ComplaintService/GetComplaintStatus', { number, secret })
  await page.locator('li', { hasText: '正在核查' }).getByText('已读').waitFor()
  const sent = { reporter: { number, secret }, text: '收据已交', requestId: randomUUID() }
  await city.call('ComplaintService/AddComplaintMessage', sent)
  await page.locator('.bubble', { hasText: '收据已交' }).waitFor()
  const readAt = async () => (await city.call('ComplaintService/GetComplaintStatus', { number, secret })).messages.at(-1).readAt
  for (let i = 0; i < 50 && !(await readAt()); ++i) await page.waitForTimeout(100)
  assert.ok(await readAt(), 'the citizen sees that it was read')

  await act(page, '作出处理决定', async (dialog) => {
    await dialog.getByRole('combobox', { name: '办理结果' }).click()
    await page.getByRole('option', { name: '属实', exact: true }).click()
    await dialog.getByRole('textbox', { name: '事实与法律依据' }).fill('票据与章程不符，依据《社会团体登记管理条例》第三十条。')
  })
  await act(page, '告知投诉人')
  await act(page, '结案')
  await stateIs(page, '已结案')
  assert.deepEqual(await seriousFindings(page), [])
  assert.deepEqual(page.problems, [])
  await page.context().close()
})

test('of two staff who act on one case the second is told, and loses nothing typed', async () => {
  const { number } = await city.fileComplaint(organization, { narrative: '两人同时办理' })
  const first = await openCase('chenjing', number)
  const second = await openCase('liuyang', number)
  await second.getByRole('group', { name: '办理' }).getByRole('button', { name: '要求补充材料' }).click()
  const dialog = second.getByRole('dialog', { name: '要求补充材料' })
  await dialog.getByRole('textbox', { name: '告知投诉人的内容' }).fill('请补充缴费凭证')
  await act(first, '不予受理', async (form) => {
    await form.getByRole('combobox', { name: '原因' }).click()
    await first.getByRole('option', { name: '没有可以核查的事实' }).click()
  })
  // Its page learns of it by the stream, without a reload.
  await stateIs(second, '不予受理')
  assert.equal(await dialog.getByRole('button', { name: '要求补充材料' }).isDisabled(), true)
  assert.equal(await dialog.getByRole('textbox', { name: '告知投诉人的内容' }).inputValue(), '请补充缴费凭证')
  await Promise.all([first, second].map((page) => page.context().close()))
})

test('an action that was overtaken on the server is not done, and can go on from how the case stands', async () => {
  const { number } = await city.fileComplaint(organization, { narrative: '先后办理' })
  const page = await openCase('chenjing', number)
  await page.route('**/*WatchService/*', (route) => route.abort())
  await page.getByRole('group', { name: '办理' }).getByRole('button', { name: '受理', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '受理', exact: true })
  // The citizen writes meanwhile; the page is kept from hearing of it.
  await page.route('**/*ComplaintService/GetComplaint', (route) => route.abort())
  const token = await city.signIn('liuyang')
  const listed = await city.call('ComplaintService/ListComplaints', {}, token)
  const { complaint } = listed.items.find((one) => one.complaint.number === number)
  await city.call('ComplaintService/AddComplaintMessage', { complaintId: complaint.id, text: '已联系', requestId: randomUUID() }, token)
  const { etag } = await city.call('ComplaintService/GetComplaint', { id: complaint.id }, token)
  await city.call('ComplaintService/AssignComplaint', { id: complaint.id, etag, handler: 'liuyang', requestId: randomUUID() }, token)
    .catch(() => undefined)
  await dialog.getByRole('button', { name: '受理', exact: true }).click()
  await dialog.getByText('本次操作没有执行').waitFor()
  await page.unroute('**/*ComplaintService/GetComplaint')
  await page.context().close()
})

test('what was typed survives a dead network, a refresh and going back', async () => {
  const { number } = await city.fileComplaint(organization, { narrative: '网络中断' })
  const page = await openCase('chenjing', number)
  const message = page.getByRole('textbox', { name: '回复投诉人' })
  await message.fill('请补充合同复印件')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: '发送' }).click()
  await page.getByText('填写的内容都还在').first().waitFor()
  await page.context().setOffline(false)
  await page.reload()
  await page.getByRole('heading', { name: number }).waitFor()
  assert.equal(await message.inputValue(), '请补充合同复印件')
  await page.goBack()
  await page.goForward()
  await page.getByRole('heading', { name: number }).waitFor()
  assert.equal(await message.inputValue(), '请补充合同复印件')
  await page.getByRole('button', { name: '发送' }).dblclick()
  await page.locator('.bubble').first().waitFor()
  await page.waitForTimeout(500)
  assert.equal(await page.locator('.bubble').count(), 1, 'a double click sends once')
  await page.context().close()
})

test('two people open who filed, and only who asked reads it', async () => {
  const reporter = { name: '诸葛小明', phone: '13812345678', others: [{ name: '欧阳小红' }] }
  const { number, secret } = await city.fileComplaint(organization, { narrative: '实名保密', reporter })
  const first = await openCase('chenjing', number)
  const second = await openCase('liuyang', number)
  const decide = async (page, action, text, look = async () => {}) => {
    await page.locator('.identity').getByRole('button', { name: action, exact: true }).click()
    const dialog = page.getByRole('dialog', { name: action, exact: true })
    await look(dialog)
    await dialog.getByRole('textbox').fill(text)
    await dialog.getByRole('button', { name: action, exact: true }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
  await first.getByText('已封存，经两人同意方可查看').waitFor()
  await decide(first, '申请查看举报人身份', '核实收据')
  assert.equal(await first.getByRole('button', { name: '同意查看举报人身份', exact: true }).count(), 0, 'nobody approves the own wish')
  await second.getByText('chenjing 申请查看：核实收据').waitFor()
  await decide(second, '同意查看举报人身份', '同意')
  await first.getByRole('button', { name: '查看（记入办理经过）' }).click()
  await first.locator('.identity dd', { hasText: reporter.name }).waitFor()
  await first.locator('.identity dd', { hasText: reporter.phone }).waitFor()
  await first.locator('.identity dd', { hasText: '欧阳小红' }).waitFor()
  assert.deepEqual(await seriousFindings(first), [])
  await second.locator('aside li', { hasText: '查看举报人身份' }).filter({ hasText: 'chenjing' }).first().waitFor()
  assert.equal(await second.getByRole('button', { name: '查看（记入办理经过）' }).count(), 0)
  await first.reload()
  await first.getByRole('button', { name: '查看（记入办理经过）' }).waitFor()
  assert.equal(await first.getByText(reporter.name).count(), 0, 'no page keeps it')
  const stored = await first.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  assert.equal(stored.includes(reporter.name), false)

  assert.equal(await first.getByRole('button', { name: '删除举报人身份信息' }).count(), 0, 'the case is not over')
  await city.call('ComplaintService/WithdrawComplaint', { reporter: { number, secret }, requestId: randomUUID() })
  await decide(first, '删除举报人身份信息', '举报人要求删除', async (dialog) => {
    await dialog.getByText('删除后任何人都无法恢复').waitFor()
    await dialog.getByRole('button', { name: '删除举报人身份信息', exact: true }).click()
    await dialog.getByText('此项必填').waitFor()
    assert.deepEqual(await seriousFindings(first), [])
  })
  for (const page of [first, second]) await page.getByText('举报人身份信息已于').waitFor()
  assert.equal(await first.locator('.identity').count(), 0)
  assert.deepEqual([...first.problems, ...second.problems], [])
  await Promise.all([first, second].map((page) => page.context().close()))
})

test('a case from the hotline names its source and number there, and is found by the source', async () => {
  const { apiKey } = await city.call('AdminService/CreateAccount', {
    account: { userName: 'rexian12345', displayName: '12345 热线', role: 'ROLE_INTEGRATOR' }, requestId: randomUUID(),
  }, city.admin)
  const { number } = await city.fileComplaint(organization, { externalId: 'RX-2026-0815', token: apiKey })
  const { number: other } = await city.fileComplaint(organization)
  const page = await openCase('chenjing', number)
  await page.locator('dd', { hasText: 'rexian12345 · RX-2026-0815' }).waitFor()
  await page.getByRole('link', { name: '返回列表' }).click()
  await page.getByRole('link', { name: other }).waitFor()
  await page.getByRole('textbox', { name: '来源系统用户名' }).fill('rexian12345')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: other }).waitFor({ state: 'detached' })
  assert.equal(await page.locator('tbody tr').count(), 1)
  await page.reload()
  await page.getByRole('link', { name: number }).waitFor()
  assert.equal(await page.getByRole('textbox', { name: '来源系统用户名' }).inputValue(), 'rexian12345')
  assert.deepEqual([await seriousFindings(page), await cutTables(page), page.problems], [[], [], []])
  await page.context().close()
})

test('evidence is downloaded without metadata, and the original for a reason', async () => {
  const filed = await city.fileComplaint(organization, { narrative: '有照片' })
  const drawn = await openConsole(browser, city)
  const picture = await photo(drawn, 200, 150)
  await drawn.context().close()
  await city.handIn(filed, '收据.jpg', picture)
  const page = await openCase('chenjing', filed.number)
  const downloaded = async (work) => {
    const waiting = page.waitForEvent('download')
    await work()
    const download = await waiting
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
  }
  const clean = await downloaded(() => page.getByRole('button', { name: '下载：收据.jpg' }).click())
  assert.equal(clean.name, '收据.jpg')
  assert.equal(clean.bytes.subarray(0, 2).toString('hex'), 'ffd8')
  assert.equal(clean.bytes.includes(MAKER), false)
  await page.getByRole('button', { name: '调阅原件：收据.jpg' }).click()
  const dialog = page.getByRole('dialog', { name: '调阅原件' })
  const original = await downloaded(async () => {
    await dialog.getByRole('textbox', { name: '理由' }).fill('核实拍摄地点')
    await dialog.getByRole('button', { name: '调阅原件' }).click()
  })
  assert.deepEqual(original.bytes, picture)
  await page.locator('aside li', { hasText: '核实拍摄地点' }).waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  assert.deepEqual(page.problems, [])
  await page.context().close()
})

test('visits are planned, changed and called off; whom to ask is found by name', async () => {
  await city.call('AdminService/CreateAccount', {
    account: { userName: 'wangmin', displayName: '王敏', role: 'ROLE_OFFICER', areaPrefixes: ['370303'] }, password: PASSWORD, requestId: randomUUID(),
  }, city.admin)
  const page = await openConsole(browser, city, '#/plans')
  await signIn(page, 'chenjing')
  await page.getByRole('button', { name: '安排走访' }).click()
  const dialog = page.getByRole('dialog', { name: '安排走访' })
  await dialog.getByRole('combobox', { name: '社会组织' }).fill(organization.name)
  await page.getByRole('option', { name: organization.name, exact: true }).click()
  await page.keyboard.press('Escape')
  const assignee = dialog.getByRole('combobox', { name: '走访人' })
  await assignee.fill('查无此人')
  await page.getByText('无数据').or(page.getByText('无匹配数据')).filter({ visible: true }).first().waitFor()
  await assignee.fill('王敏')
  await page.getByRole('option', { name: '王敏（wangmin）' }).click()
  await page.keyboard.press('Escape')
  await dialog.getByRole('radio', { name: '尽快' }).click({ force: true })
  await dialog.getByRole('textbox', { name: '事由' }).fill('年检前走访')
  await dialog.getByRole('button', { name: '确定' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const row = page.getByRole('row', { name: organization.name })
  await row.getByText('走访：年检前走访').waitFor()
  await row.getByText('王敏', { exact: true }).waitFor()
  await row.getByText('尽快').waitFor()

  await row.getByRole('button', { name: '调整' }).click()
  const change = page.getByRole('dialog', { name: '调整' })
  await change.getByText('王敏（wangmin）').waitFor()
  await change.getByRole('textbox', { name: '事由' }).fill('年检前检查')
  await change.getByRole('button', { name: '确定' }).click()
  await row.getByText('走访：年检前检查').waitFor()
  assert.deepEqual(await seriousFindings(page), [])

  await row.getByRole('button', { name: '取消安排' }).click()
  const cancel = page.getByRole('dialog', { name: '取消安排' })
  await cancel.getByRole('textbox', { name: '原因' }).fill('并入联合检查')
  await cancel.getByRole('button', { name: '取消安排' }).click()
  await row.waitFor({ state: 'detached' })
  await page.locator('.el-segmented__item', { hasText: '已取消' }).click()
  await row.getByText('原因：并入联合检查').waitFor()
  assert.deepEqual(page.problems, [])
  await page.context().close()
})

test('a form is refused by the path of what is wrong, then published and listed', async () => {
  const page = await openConsole(browser, city, '#/forms')
  await signIn(page, 'admin')
  await page.getByRole('button', { name: '发布表单' }).click()
  const dialog = page.getByRole('dialog', { name: '发布表单' })
  const form = (kind) => JSON.stringify({ version: 'outreach-2026.2', kind: 'OUTREACH', sections: [
    { id: 'needs', zh: '诉求', questions: [{ id: 'difficulties', kind, zh: '有何困难' }] }] })
  const content = dialog.getByRole('textbox', { name: '表单内容' })
  await content.fill(form('number'))
  await dialog.getByRole('button', { name: '发布表单' }).click()
  await dialog.getByRole('listitem').filter({ hasText: 'content.sections[0].questions[0].kind：须为 yes_no 或 text' }).waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await content.fill(form('text'))
  await dialog.getByRole('button', { name: '发布表单' }).click()
  const row = page.getByRole('row', { name: 'outreach-2026.2' })
  await row.waitFor()
  await row.getByRole('button', { name: '以此为底稿发布' }).click()
  await dialog.getByRole('button', { name: '发布表单' }).click()
  await dialog.getByText('表单版本 outreach-2026.2 已存在').first().waitFor()
  assert.deepEqual(page.problems, [])
  await page.context().close()
})

test('the token is in no address, and a lapsed session asks for the password over the same page', async () => {
  const page = await openConsole(browser, city, '#/cases')
  const addresses = []
  page.on('request', (request) => addresses.push(request.url()))
  await signIn(page, 'chenjing')
  const token = await page.evaluate(() => JSON.parse(sessionStorage.getItem('zoufang.console.session')).token)
  await city.call('AuthService/SignOut', {}, token)
  // By its address: the page's stream may have asked for the password by now, and covers the links.
  await page.evaluate(() => (location.hash = '#/findings'))
  await page.getByRole('dialog', { name: '登录已过期，请重新登录' }).waitFor()
  await page.getByRole('dialog').getByLabel('密码').fill('ShouCi-2026-demo')
  await page.getByRole('dialog').getByRole('button', { name: '登录' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByRole('heading', { name: '问题整改' }).waitFor()
  assert.equal(addresses.some((url) => url.includes(token)), false)
  await page.context().close()
})

test('every page of the staff is without serious findings of axe, and its tables are whole', async () => {
  const { number } = await city.fileComplaint(organization, { narrative: '无障碍检查' })
  const page = await openCase('chenjing', number)
  const found = await seriousFindings(page)
  for (const path of ['overview', 'cases', 'organizations', `organizations/${organization.id}`, 'visits', 'plans', 'findings', 'reports', 'conflicts', 'tasks']) {
    await visit(page, city, path)
    found.push(...[...(await seriousFindings(page)), ...(await cutTables(page))].map((one) => `${path} ${one}`))
  }
  assert.deepEqual(found, [])
  assert.deepEqual(page.problems, [])
  await page.context().close()
})

test('every page of the administrator is without serious findings of axe, and its tables are whole', async () => {
  const page = await openConsole(browser, city)
  await signIn(page, 'admin')
  const found = []
  for (const path of ['overview', 'tablets', 'accounts', 'forms', 'quarantine', 'audit']) {
    await visit(page, city, path)
    found.push(...[...(await seriousFindings(page)), ...(await cutTables(page))].map((one) => `${path} ${one}`))
  }
  assert.deepEqual(found, [])
  assert.equal(await page.getByRole('link', { name: '投诉举报' }).count(), 0, 'cases are the staff’s')
  await page.context().close()
})
