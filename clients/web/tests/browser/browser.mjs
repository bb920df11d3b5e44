// Debian's Chromium as a phone.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

export const PHONE = { width: 360, height: 740 }

const OFF = ['gpu', 'quic', 'background-networking', 'component-update', 'sync'].map((name) => `--disable-${name}`)

// A browser with a profile of its own, which outlives it until `forget`.
export class Phone {
  constructor(url) {
    this.url = url
    this.profile = mkdtempSync(join(tmpdir(), 'zoufang-phone-'))
  }

  async open(options = {}) {
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      headless: true,
      args: ['--no-sandbox', '--no-first-run', ...OFF],
      viewport: PHONE,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      ...options,
    })
    this.context.setDefaultTimeout(15_000)
    const page = this.context.pages()[0] ?? (await this.context.newPage())
    this.problems = []
    page.on('pageerror', (error) => this.problems.push(String(error)))
    page.on('console', (said) => {
      if (/Content Security Policy/.test(said.text())) this.problems.push(said.text())
    })
    await page.goto(this.url)
    return page
  }

  async close() {
    await this.context?.close()
    this.context = undefined
  }

  async forget() {
    await this.close()
    rmSync(this.profile, { recursive: true, force: true })
  }
}
