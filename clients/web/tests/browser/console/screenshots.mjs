// Takes the console's pictures of docs/images, of a synthetic city: npm run screenshots:console
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBrowser, openConsole, signIn } from './page.mjs'
import { CityServer } from './city_server.mjs'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../../../docs/images')
mkdirSync(folder, { recursive: true })

const DAY_MS = 86_400_000
const DISTRICTS = ['370302', '370303', '370304', '370305', '370306', '370321', '370322', '370323']
const FAULTS = ['登记证书未在显著位置悬挂', '财务账目未单独设账', '会费标准未经会员大会表决', '超出章程范围开展活动']
const STORIES = [
  ['fees', '该协会收取会费后未提供任何服务，多次要求退还无果。'],
  ['refund', '培训班开课两周后停课，剩余学费拒不退还。'],
  ['awards', '要求先交三千元才能参加年度评选，并许诺获奖。'],
]
const dayFromNow = (days) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

async function playVisits(city, staff, organizations) {
  for (const [i, organization] of organizations.entries()) {
    if (i % 3 === 2) continue
    const finding = { itemCode: 'certificate', severity: 1 + (i % 4), description: FAULTS[i % 4], dueOn: dayFromNow((i % 20) - 6) }
    await city.visit(staff, organization, { startedAt: new Date(Date.now() - i * 0.8 * DAY_MS), findings: i % 2 ? [finding] : [] })
  }
}

async function playCases(city, staff, organizations) {
  for (const [i, organization] of organizations.entries()) {
    const [category, narrative] = STORIES[i % STORIES.length]
    await city.fileComplaint(organization, { category, narrative })
  }
  const { items } = await city.call('ComplaintService/ListComplaints', {}, staff)
  for (const [i, { complaint }] of items.entries()) {
    if (i % 4 === 3) continue
    const step = async (method, more = {}) => {
      const { etag } = await city.call('ComplaintService/GetComplaint', { id: complaint.id }, staff)
      return city.call(`ComplaintService/${method}`, { id: complaint.id, etag, requestId: randomUUID(), ...more }, staff)
    }
    await step('AcceptComplaint')
    if (i % 4 === 2) continue
    await step('InvestigateComplaint', { note: '已调取收费票据和会员名册。' })
    await city.call('ComplaintService/AddComplaintMessage', { complaintId: complaint.id, text: '您好，正在核查缴费情况，请补充收据照片。', requestId: randomUUID() }, staff)
    await city.call('ComplaintService/AddComplaintNote', { id: complaint.id, text: '约谈负责人，对方称会费标准经理事会通过。', requestId: randomUUID() }, staff)
  }
}

// Some days pass: due dates come nearer, some are over.
function letDaysPass(city) {
  city.sql(join(city.data, 'zoufang.db'),
    "UPDATE complaint SET unknown_year=0, due_on=date('now', '+8 hours', (rowid % 9 - 2) || ' days'), received_at=received_at - (rowid % 6) * 10 * 86400000000 WHERE due_on<>''")
}

const city = await CityServer.start({ organizations: 4088 })
const browser = await openBrowser()
try {
  const staff = await city.signIn('chenjing')
  const organizations = (await Promise.all(DISTRICTS.map((code) => city.organizations(code)))).flatMap((all) => all.slice(0, 12))
  await playVisits(city, staff, organizations)
  await playCases(city, staff, organizations.slice(0, 16))
  await city.stop()
  letDaysPass(city)
  await city.listen()
  const page = await openConsole(browser, city)
  await signIn(page, 'chenjing')
  const shoot = async (name, path) => {
    if (path) await page.goto(`${city.http}/console.html#/${path}`)
    await page.locator('main h1').first().waitFor()
    await page.waitForTimeout(1_000)
    await page.screenshot({ path: join(folder, `console-${name}.png`) })
  }
  await shoot('overview', 'overview')
  await shoot('cases', 'cases')
  await page.locator('tbody tr', { hasText: '调查中' }).first().getByRole('link').click()
  await shoot('case')
} finally {
  await browser.close()
  await city.close()
}
