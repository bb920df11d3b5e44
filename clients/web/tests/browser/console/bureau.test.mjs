// The console's other work in a real browser: conflicts, findings, tablets, accounts, exports.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { openBrowser, openConsole, seriousFindings, signIn, visit } from './page.mjs'
import { CityServer, PASSWORD } from './city_server.mjs'

let city
let browser
let organizations
let staff

before(async () => {
  city = await CityServer.start()
  browser = await openBrowser()
  organizations = await city.organizations()
  staff = await city.signIn('chenjing')
})
after(async () => {
  await browser?.close()
  await city?.close()
})

async function openAs(userName, path) {
  const page = await openConsole(browser, city, `#/${path}`)
  await signIn(page, userName)
  return page
}
const rowOf = (page, text) => page.locator('tbody tr', { hasText: text })
const stage = (page, name) => page.locator('.el-segmented__item', { hasText: name }).click()

// Takes one step of a finding in its dialog.
async function handle(page, description, step, fillIn = async () => {}) {
  await rowOf(page, description).getByRole('button', { name: '办理' }).click()
  const dialog = page.getByRole('dialog', { name: '办理' })
  await dialog.getByText(step, { exact: true }).click()
  await fillIn(dialog)
  await dialog.getByRole('button', { name: '确定' }).click()
  return dialog
}
const gone = (dialog) => dialog.waitFor({ state: 'hidden' })

test('a conflict is decided once: the second is told, and keeps the reason typed', async () => {
  const [organization] = organizations
  const { id } = await city.profile(organization, staff)
  await city.enrol('lina', '李娜', '平板甲')
  await city.enrol('wangqiang', '王强', '平板乙')
  await city.tablet('平板甲', 'edit', 'organization_profile', id, 'contact_name=李主任')
  await city.tablet('平板乙', 'edit', 'organization_profile', id, 'contact_name=王主任')
  await city.tablet('平板甲', 'sync')
  await city.tablet('平板乙', 'sync')
  const before = (await city.profile(organization, staff)).contactName
  const other = before === '李主任' ? '王主任' : '李主任'

  const [first, second] = await Promise.all(['chenjing', 'liuyang'].map((name) => openAs(name, 'conflicts')))
  const dialogs = []
  for (const page of [first, second]) {
    await rowOf(page, organization.name).getByRole('button', { name: '处理' }).click()
    const dialog = page.getByRole('dialog', { name: organization.name })
    await dialog.getByText('李主任', { exact: true }).waitFor()
    for (const author of ['李娜', '王强']) await dialog.getByText(`${author} · `).waitFor()
    await dialog.getByText('王主任', { exact: true }).waitFor()
    dialogs.push(dialog)
  }
  assert.deepEqual(await seriousFindings(first), [])
  await dialogs[0].getByRole('button', { name: '处理冲突' }).click()
  await dialogs[0].getByText('此项必填').waitFor()
  await dialogs[0].getByText('采用另一个值').click()
  await dialogs[0].getByRole('textbox', { name: '理由' }).fill('已电话核实')
  await dialogs[0].getByRole('button', { name: '处理冲突' }).click()
  await gone(dialogs[0])
  await rowOf(first, organization.name).waitFor({ state: 'detached' })
  assert.equal((await city.profile(organization, staff)).contactName, other)

  await dialogs[1].getByRole('textbox', { name: '理由' }).fill('以档案为准')
  await dialogs[1].getByRole('button', { name: '处理冲突' }).click()
  await dialogs[1].getByText('这条冲突刚由他人处理').waitFor()
  assert.equal(await dialogs[1].getByRole('textbox', { name: '理由' }).inputValue(), '以档案为准')
  assert.equal(await dialogs[1].getByRole('button', { name: '处理冲突' }).isDisabled(), true)
  assert.equal((await city.profile(organization, staff)).contactName, other, 'the first decision stands')
  await dialogs[1].getByRole('button', { name: '取消' }).click()
  await gone(dialogs[1])
  await second.getByText('包括已处理').click()
  await rowOf(second, organization.name).getByText('已处理', { exact: true }).waitFor()
  assert.deepEqual([...first.problems, ...second.problems], [])
  await Promise.all([first, second].map((page) => page.context().close()))
})

test('a finding goes to its end, and of two staff the second is told', async () => {
  const description = '会费标准未经会员大会表决'
  await city.visit(staff, organizations[1], { findings: [{ itemCode: 'fees', severity: 2, description }] })
  const page = await openAs('chenjing', 'findings')
  const late = await openAs('liuyang', 'findings')
  await late.route('**/*WatchService/*', (route) => route.abort())
  await rowOf(late, description).getByRole('button', { name: '办理' }).click()
  const lateDialog = late.getByRole('dialog', { name: '办理' })

  await gone(await handle(page, description, '下达整改', async (dialog) => {
    await dialog.getByRole('combobox', { name: '整改期限' }).fill('2030-06-30')
    await page.keyboard.press('Tab')
  }))
  await rowOf(page, description).getByText('整改中').waitFor()
  await rowOf(page, description).getByText('2030-06-30').waitFor()

  await lateDialog.getByRole('button', { name: '确定' }).click()
  await lateDialog.getByText('现在的整改状态不能办理这一步').waitFor()
  await late.context().close()

  await gone(await handle(page, description, '已整改，转待复查'))
  await rowOf(page, description).getByText('待复查').waitFor()
  await gone(await handle(page, description, '复查通过，销号', (dialog) =>
    dialog.getByRole('textbox', { name: '复查说明' }).fill('会员大会已表决')))
  await rowOf(page, description).waitFor({ state: 'detached' })
  await stage(page, '已销号')
  await rowOf(page, description).locator('.el-tag', { hasText: '已销号' }).waitFor()
  assert.deepEqual(page.problems, [])
  await page.context().close()
})

test('a finding that was none is withdrawn for a reason, which stands with the visit', async () => {
  const description = '登记证书未在显著位置悬挂'
  const made = await city.visit(staff, organizations[2], { findings: [{ itemCode: 'certificate', severity: 1, description }] })
  const page = await openAs('chenjing', 'findings')
  const dialog = await handle(page, description, '撤回（不构成问题）')
  await dialog.getByText('此项必填').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.getByRole('textbox', { name: '撤回理由' }).fill('证书悬挂于二楼大厅，照片可见')
  await dialog.getByRole('button', { name: '确定' }).dblclick()
  await gone(dialog)
  await rowOf(page, description).waitFor({ state: 'detached' })
  await stage(page, '已销号')
  await rowOf(page, description).getByText('已撤回').waitFor()
  await visit(page, city, `visits/${made.visit.id}`)
  const amendments = page.locator('.panel', { hasText: '更正记录' }).getByRole('listitem')
  await amendments.filter({ hasText: '更正原因：证书悬挂于二楼大厅，照片可见' }).filter({ hasText: 'chenjing' }).waitFor()
  assert.equal(await amendments.count(), 1, 'a double click withdraws once')
  assert.deepEqual(await seriousFindings(page), [])
  assert.deepEqual(page.problems, [])
  await page.context().close()
})

test('what officers report is answered, and its author hears of it; a visit is marked as read', async () => {
  const organization = organizations[5]
  const at = ['--organization', organization.id]
  await city.enrol('sunli', '孙丽', '平板丙')
  await city.tablet('平板丙', 'report', 'risk', ...at, '--category', 'funds', '--severity', '3', '--description', '传言拖欠房租')
  await city.tablet('平板丙', 'report', 'correction', ...at, '--field', 'address', '--value', '人民路9号', '--evidence', '门牌照片')
  await city.tablet('平板丙', 'sync')
  const page = await openAs('chenjing', 'reports')
  const risk = rowOf(page, '资金风险：传言拖欠房租')
  await risk.getByText('严重').waitFor()
  await risk.getByRole('button', { name: '处理上报' }).click()
  const dialog = page.getByRole('dialog', { name: '处理上报' })
  await dialog.getByText('不采纳', { exact: true }).click()
  await dialog.getByRole('button', { name: '确定' }).click()
  await dialog.getByText('此项必填').waitFor()
  await dialog.getByRole('textbox', { name: '处理说明' }).fill('已核实，房租按时缴纳')
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.getByRole('button', { name: '确定' }).click()
  await gone(dialog)
  await risk.waitFor({ state: 'detached' })
  await page.getByText('只看待处理').click()
  await risk.getByText('不采纳').waitFor()
  await risk.getByText('已核实，房租按时缴纳').waitFor()

  await stage(page, '更正建议')
  const correction = rowOf(page, '人民路9号')
  await correction.getByText('住所：由“').waitFor()
  await correction.getByRole('button', { name: '处理上报' }).click()
  await dialog.getByRole('button', { name: '确定' }).click()
  await gone(dialog)
  await correction.getByText('采纳', { exact: true }).waitFor()
  await city.tablet('平板丙', 'sync')
  assert.equal(city.onTablet('平板丙', "SELECT review || review_note FROM risk_report"), '2已核实，房租按时缴纳')

  const made = await city.visit(staff, organization)
  await visit(page, city, `visits/${made.visit.id}`)
  await page.getByRole('button', { name: '标记为已审阅' }).click()
  await page.getByText(/^chenjing 于 .* 审阅$/).waitFor()
  assert.equal(await page.getByRole('button', { name: '标记为已审阅' }).count(), 0)
  assert.deepEqual(await seriousFindings(page), [])
  assert.deepEqual(page.problems, [])
  await page.context().close()
})

test('a tablet is wiped by its name, hands in what it had not sent, and keeps nothing', async () => {
  await city.enrol('zhaolei', '赵雷', '平板丙')
  const { id } = await city.profile(organizations[3], staff)
  await city.tablet('平板丙', 'edit', 'organization_profile', id, 'contact_phone=0533-2188001')
  const found = async () => (await city.tablet('平板丙', 'lookup', organizations[3].name)).matches?.length ?? 0
  assert.equal(await found(), 1)
  const page = await openAs('admin', 'tablets')
  await rowOf(page, '平板丙').getByText('使用中').waitFor()
  await rowOf(page, '平板丙').getByRole('button', { name: '停用并清除' }).click()
  const dialog = page.getByRole('dialog', { name: '停用并清除' })
  await dialog.getByRole('textbox').fill('平板')
  await dialog.getByRole('button', { name: '停用并清除' }).click()
  await dialog.getByText('与要求输入的不一致').waitFor()
  await rowOf(page, '平板丙').getByText('使用中').waitFor()
  assert.deepEqual(await seriousFindings(page), [])
  await dialog.getByRole('textbox').fill('平板丙')
  await dialog.getByRole('button', { name: '停用并清除' }).click()
  await gone(dialog)
  await rowOf(page, '平板丙').getByText('已停用').waitFor()
  assert.equal(await rowOf(page, '平板丙').getByRole('button').count(), 0)

  const { failed } = await city.tablet('平板丙', 'sync')
  assert.ok(failed > 0, 'the tablet is told')
  assert.equal(await found(), 0)
  await visit(page, city, 'quarantine')
  await page.locator('main', { hasText: '0533-2188001' }).waitFor()
  assert.deepEqual(page.problems, [])
  await page.context().close()
})

test('an account is made, given another area, enrolled and disabled', async () => {
  const page = await openAs('admin', 'accounts')
  await page.getByRole('button', { name: '新建账号' }).click()
  const making = page.getByRole('dialog', { name: '新建账号' })
  const choose = async (dialog, area) => {
    const areas = dialog.getByRole('combobox', { name: '辖区' })
    await areas.fill(area)
    await page.getByRole('option', { name: area, exact: true }).click()
    await page.keyboard.press('Tab')
  }
  await making.getByRole('textbox', { name: '用户名' }).fill('chenjing')
  await making.getByRole('textbox', { name: '姓名' }).fill('孙梅')
  await making.getByLabel('初始密码').fill(PASSWORD)
  await choose(making, '张店区')
  await making.getByRole('button', { name: '确定' }).click()
  await making.getByText('用户名 chenjing 已存在').waitFor()
  await making.getByRole('textbox', { name: '用户名' }).fill('sunmei')
  await making.getByRole('button', { name: '确定' }).click()
  await gone(making)
  const row = page.getByRole('row', { name: 'sunmei' })
  await row.getByText('张店区').waitFor()

  await row.getByRole('button', { name: '调整辖区' }).click()
  const changing = page.getByRole('dialog', { name: '调整辖区' })
  await changing.locator('.el-tag', { hasText: '张店区' }).locator('.el-tag__close').click()
  await choose(changing, '博山区')
  assert.deepEqual(await seriousFindings(page), [])
  await changing.getByRole('button', { name: '确定' }).click()
  await gone(changing)
  await row.getByText('博山区').waitFor()
  assert.equal(await row.getByText('张店区').count(), 0)
  const { areaPrefixes } = await city.call('DeskService/GetDesk', {}, await city.signIn('sunmei'))
  assert.deepEqual(areaPrefixes, ['370304'])

  await row.getByRole('button', { name: '登记平板' }).click()
  await page.locator('.el-alert', { hasText: 'sunmei · 登记码' }).waitFor()
  await row.getByRole('button', { name: '停用' }).click()
  const disabling = page.getByRole('dialog', { name: '停用' })
  await disabling.getByRole('textbox').fill('sunmei')
  await disabling.getByRole('button', { name: '停用' }).click()
  await gone(disabling)
  await row.getByText('已停用').waitFor()
  await assert.rejects(city.signIn('sunmei'))
  assert.deepEqual(page.problems, [])
  await page.context().close()
})

test('an export says what was asked, when and by whom, and holds no formula', async () => {
  const formulas = ['=1+1', '+86 533 2188001', '-2 分', '@SUM(A1)']
  const findings = formulas.map((description) => ({ itemCode: 'ledger', severity: 1, description }))
  await city.visit(staff, organizations[4], { findings })
  const page = await openAs('chenjing', 'findings')
  await page.getByRole('combobox', { name: '辖区' }).fill('张店区')
  await page.getByRole('option', { name: '张店区', exact: true }).click()
  await rowOf(page, formulas[3]).waitFor()
  const since = Date.now()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出 CSV' }).click()
  const download = await saving
  assert.match(download.suggestedFilename(), /^问题整改-\d{14}\.csv$/)
  const text = readFileSync(await download.path(), 'utf8')
  assert.equal(text[0], '\uFEFF')
  const [what, query, at, by, columns, ...rows] = text.slice(1).split('\r\n')
  assert.deepEqual([what, query, by], ['内容,问题整改', '查询条件,未销号；张店区', '导出账号,chenjing'])
  const time = /^导出时间,(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) \(UTC\+8\)$/.exec(at)
  const saved = Date.parse(`${time[1]}T${time[2]}+08:00`)
  assert.ok(saved >= since - 1000 && saved <= Date.now(), at)
  assert.ok(columns.startsWith('整改期限,社会组织,'), columns)
  for (const formula of formulas) {
    assert.ok(rows.some((row) => row.includes(`,"'${formula}",`)), formula)
    assert.equal(rows.some((row) => row.includes(`,${formula},`)), false, formula)
  }
  assert.deepEqual(page.problems, [])
  await page.context().close()
})
