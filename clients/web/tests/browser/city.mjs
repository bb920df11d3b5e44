// A real server with the generated city behind it, serving the built pages, in a folder of its own.
import { execFile, spawn } from 'node:child_process'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const web = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const root = join(web, '../..')
const build = process.env.ZOUFANG_BUILD ?? join(root, 'build')
const run = promisify(execFile)
const SEED = '20260401'
const START_MS = 30_000
// Seals who complains; nobody needs to open it here.
const IDENTITY_KEY = generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')

export class City {
  static async open() {
    const city = new City(mkdtempSync(join(tmpdir(), 'zoufang-web-')))
    try {
      await city.#make()
    } catch (error) {
      await city.close()
      throw error
    }
    return city
  }

  constructor(folder) {
    this.folder = folder
    this.env = { ...process.env, ZOUFANG_SESSION: this.#path('session'), ZOUFANG_PASSWORD: 'ShouCi-2026-demo' }
  }

  #path(...names) {
    return join(this.folder, ...names)
  }

  // Runs `zoufang --json …` and returns what it says.
  async zoufang(...args) {
    const { stdout } = await run(join(build, 'zoufang'), ['--json', ...args], { env: this.env })
    return stdout.trim() ? JSON.parse(stdout) : {}
  }

  async #make() {
    const divisions = join(root, 'data/zibo_divisions.csv')
    await run(join(build, 'zoufang-city'), ['--seed', SEED, '--divisions', divisions, '--out', this.#path('city')])
    await this.zoufang('init', '--data', this.#path('data'), '--admin', 'admin')
    await this.start()
    await this.zoufang('sign-in', '--server', this.env.ZOUFANG_SERVER, '--user', 'admin')
    await this.zoufang('import', 'divisions', this.#path('city', 'divisions.csv'))
    await this.zoufang('import', 'organizations', this.#path('city', 'organizations.csv'))
  }

  // Again: at the same addresses. `more`: further options of zoufangd.
  async start(...more) {
    const port = this.url?.split(':').at(-1) ?? '0'
    const options = ['--data', this.#path('data'), '--listen', this.listen ?? '127.0.0.1:0', '--http', `127.0.0.1:${port}`, '--web', join(web, 'dist')]
    options.push('--identity-public-key', IDENTITY_KEY, '--port-file', this.#path('port'), ...more)
    this.server = spawn(join(build, 'zoufangd'), options, { stdio: ['ignore', 'pipe', 'ignore'] })
    const opened = await this.#httpPort()
    this.url = `http://127.0.0.1:${opened}`
    this.listen = this.env.ZOUFANG_SERVER = `127.0.0.1:${readFileSync(this.#path('port'), 'utf8').trim().split(':').at(-1)}`
  }

  // zoufangd says it when it is ready for calls.
  #httpPort() {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('zoufangd did not open its port')), START_MS)
      this.server.once('exit', (code) => reject(new Error(`zoufangd stopped at its start: ${code}`)))
      createInterface(this.server.stdout).on('line', (line) => {
        const port = /^http on port (\d+)$/.exec(line)?.[1]
        if (!port) return
        clearTimeout(late)
        resolve(port)
      })
    })
  }

  async stop() {
    if (this.server.exitCode !== null) return
    const ended = new Promise((resolve) => this.server.once('exit', resolve))
    this.server.kill('SIGTERM')
    await ended
  }

  async close() {
    if (this.server) await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  // One call by the Connect protocol.
  async call(method, body, token) {
    const headers = { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) }
    const answer = await fetch(`${this.url}/zoufang.v1.${method}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const said = await answer.json()
    if (!answer.ok) throw new Error(`${method}: ${said.message}`)
    return said
  }

  // A case as the bureau reads it.
  async caseOf(number) {
    this.staff ??= await this.#makeStaff()
    const { items } = await this.call('ComplaintService/ListComplaints', { pageSize: 200 }, this.staff)
    const { id } = items.find((one) => one.complaint.number === number).complaint
    return this.call('ComplaintService/GetComplaint', { id }, this.staff)
  }

  // The bureau takes a case through these steps, [method, what it asks for], one after another.
  async handle(number, steps) {
    for (const [method, asked] of steps) {
      const { complaint, etag } = await this.caseOf(number)
      const { id } = complaint
      const requestId = randomUUID()
      await this.call(`ComplaintService/${method}`, { id, etag, requestId, ...asked }, this.staff)
    }
  }

  async #makeStaff() {
    await this.zoufang('account', 'create', 'chenjing', '--role', 'staff', '--display', '陈静', '--area', '3703')
    const { token } = await this.call('AuthService/SignIn', { userName: 'chenjing', password: this.env.ZOUFANG_PASSWORD })
    return token
  }

  async complaints() {
    return (await this.zoufang('server-status')).rows.Complaint
  }

  // The registry's first organisation that fits, as its CSV has it.
  organization(fits) {
    const [head, ...rows] = readFileSync(this.#path('city', 'organizations.csv'), 'utf8').replace(/^\uFEFF/, '').trim().split('\n')
    const names = head.split(',')
    const all = rows.map((row) => Object.fromEntries(row.split(',').map((value, at) => [names[at], value])))
    return all.find(fits)
  }
}
