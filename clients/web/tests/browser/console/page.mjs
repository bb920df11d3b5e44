// A Chromium, and what every test of a page does.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import { untilStill } from '../still.mjs'
import { PASSWORD } from './city_server.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
}

// A person at a desk: a context of its own, so that two people do not share a session. What the page
// throws or its policy refuses fails the test that looks at `problems`.
export async function openConsole(browser, city, path = '') {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.problems = []
  page.on('pageerror', (error) => page.problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) page.problems.push(message.text())
  })
  await page.goto(`${city.http}/console.html${path}`)
  return page
}

export async function signIn(page, userName) {
  await page.getByLabel('用户名').fill(userName)
  await page.getByLabel('密码').fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('navigation', { name: '主导航' }).waitFor()
}

// Goes to a page of the console by its hash, and waits until it is there with all that it asks for.
export async function visit(page, city, path) {
  const url = `${city.http}/console.html#/${path}`
  if (page.url() !== url) await page.evaluate(() => document.querySelector('main h1')?.setAttribute('data-left', ''))
  await page.goto(url)
  await page.locator('main h1:not([data-left])').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.el-loading-mask, .el-skeleton'))
}

// The serious findings of axe-core, as "rule: element". Run outside the page's policy, in its own world.
export async function seriousFindings(page) {
  await untilStill(page)
  const session = await page.context().newCDPSession(page)
  const { frameTree } = await session.send('Page.getFrameTree')
  const world = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' })
  const contextId = world.executionContextId
  await session.send('Runtime.evaluate', { expression: axe, contextId })
  const { result } = await session.send('Runtime.evaluate', {
    contextId, awaitPromise: true, returnByValue: true,
    expression: `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'] }).then((found) => found.violations
      .filter((one) => ['serious', 'critical'].includes(one.impact))
      .flatMap((one) => one.nodes.map((node) => one.id + ': ' + node.html.slice(0, 160))))`,
  })
  return result.value ?? [JSON.stringify(result)]
}

// The tables whose last columns are out of sight at the window's width.
export function cutTables(page) {
  return page.locator('.el-table .el-scrollbar__wrap').evaluateAll((all) =>
    all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => `${one.scrollWidth} px in ${one.clientWidth}`))
}
