// The real server over a small city of its own, serving the built pages.
import { execFile, execFileSync, spawn } from 'node:child_process'
import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const web = resolve(fileURLToPath(import.meta.url), '../../../..')
const root = resolve(web, '../..')
const build = process.env.ZOUFANG_BUILD ?? join(root, 'build')

const execFileAsync = promisify(execFile)

export const PASSWORD = 'ShouCi-2026-demo'

export class CityServer {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'zoufang-web-'))
    this.env = { ...process.env, ZOUFANG_PASSWORD: PASSWORD, ZOUFANG_SESSION: join(this.folder, 'session') }
  }

  // A new city with `organizations` registered ones, and staff of Zhangdian in two departments.
  static async start({ organizations = 60 } = {}) {
    const city = new CityServer()
    writeFileSync(city.identityKey, generateKeyPairSync('x25519').privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
    city.run('zoufang', 'init', '--data', city.data, '--admin', 'admin')
    const csv = join(city.folder, 'city')
    const divisions = join(root, 'data', 'zibo_divisions.csv')
    city.run('zoufang-city', '--seed', '20260401', '--divisions', divisions, '--out', csv,
      '--organizations', String(organizations))
    await city.listen()
    city.run('zoufang', 'sign-in', '--server', city.grpc, '--user', 'admin')
    city.run('zoufang', 'import', 'divisions', join(csv, 'divisions.csv'))
    city.run('zoufang', 'import', 'organizations', join(csv, 'organizations.csv'))
    city.admin = await city.signIn('admin')
    for (const [userName, displayName, department] of [['chenjing', '陈静', '社会组织管理科'], ['liuyang', '刘洋', '执法监督科']]) {
      await city.call('AdminService/CreateAccount', {
        account: { userName, displayName, department, role: 'ROLE_STAFF', areaPrefixes: ['3703'] }, password: PASSWORD, requestId: randomUUID(),
      }, city.admin)
    }
    return city
  }

  get data() {
    return join(this.folder, 'server')
  }

  // Seals who complains, and opens it.
  get identityKey() {
    return join(this.folder, 'identity.pem')
  }

  run(program, ...args) {
    return execFileSync(join(build, program), args, { env: this.env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }

  // Starts the program; at the same addresses again after a stop.
  async listen() {
    const at = this.http ? new URL(this.http).host : '127.0.0.1:0'
    const args = ['--data', this.data, '--listen', this.grpc ?? '127.0.0.1:0', '--http', at, '--web', join(web, 'dist'),
      '--identity-secret-key-file', this.identityKey]
    this.process = spawn(join(build, 'zoufangd'), args, { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] })
    const ports = {}
    const log = []
    for (const stream of [this.process.stdout, this.process.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.push(line)
        const found = /"event":"(listening|listening_http)".*"port":(\d+)/.exec(line) ?? /(listening_http|listening)\b.*?port\D+(\d+)/.exec(line)
        if (found) ports[found[1]] = Number(found[2])
      })
    }
    const deadline = Date.now() + 30_000
    while (!ports.listening_http) {
      if (this.process.exitCode !== null || Date.now() > deadline) throw new Error(`zoufangd did not start: ${log.slice(-3).join('\n')}`)
      await new Promise((wake) => setTimeout(wake, 20))
    }
    this.grpc = `127.0.0.1:${ports.listening}`
    this.http = `http://127.0.0.1:${ports.listening_http}`
  }

  async stop() {
    const ended = new Promise((wake) => this.process.once('exit', wake))
    this.process.kill('SIGTERM')
    await ended
  }

  async close() {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  // One call by the Connect protocol, as any integrator would make it.
  async call(method, body = {}, token = undefined) {
    const headers = { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) }
    const answer = await fetch(`${this.http}/zoufang.v1.${method}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const document = await answer.json()
    if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(document)}`)
    return document
  }

  async signIn(userName) {
    return (await this.call('AuthService/SignIn', { userName, password: PASSWORD })).token
  }

  async organizations(prefix = '370303') {
    const answer = await this.call('DeskService/ListOrganizations', { areaPrefix: prefix }, this.admin)
    return answer.organizations
  }

  async fileComplaint(organization, { category = 'fees', narrative = '收取会费未提供服务，要求退还。', kind = 'COMPLAINT_KIND_DISPUTE', reporter, externalId, token } = {}) {
    return this.call('ComplaintService/FileComplaint', {
      complaint: {
        kind, category, narrative, organizationId: organization.id, subjectName: organization.name,
        reporterMode: reporter ? 'REPORTER_MODE_NAMED_SECRET' : 'REPORTER_MODE_ANONYMOUS', externalId,
      },
      reporter,
      requestId: randomUUID(),
    }, token)
  }

  // A file that the citizen of a filed case hands in.
  async handIn({ number, secret }, caption, bytes) {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const { file, ticket } = await this.call('EvidenceService/AddEvidence', {
      reporter: { number, secret }, sha256, sizeBytes: bytes.length, caption,
    })
    return this.call('EvidenceService/WriteEvidence', { fileId: file.id, ticket, offset: 0, data: bytes.toString('base64') })
  }

  // An officer of Zhangdian with a tablet of that name, which has taken its first sync.
  async enrol(userName, displayName, tablet) {
    await this.call('AdminService/CreateAccount', {
      account: { userName, displayName, role: 'ROLE_OFFICER', areaPrefixes: ['370303'] }, password: PASSWORD, requestId: randomUUID(),
    }, this.admin)
    const { enrollmentCode } = await this.call('AdminService/CreateEnrollmentCode', { userName }, this.admin)
    await this.tablet(tablet, 'enroll', '--server', this.grpc, '--name', tablet, '--code', enrollmentCode)
    await this.tablet(tablet, 'sync')
  }

  // Runs `zoufang --json …` on a tablet; gives its answer, and of a failure `failed`: the exit code.
  async tablet(name, ...args) {
    const all = ['--json', ...args, '--tablet', join(this.folder, `${name}.db`)]
    const done = await execFileAsync(join(build, 'zoufang'), all, { env: this.env }).catch((error) => ({ ...error, failed: error.code }))
    return { ...JSON.parse(done.stdout?.trim() || '{}'), failed: done.failed }
  }

  // The tablet tries its files again `at`, milliseconds since 1970: its rows travel without them until then.
  uploadAt(name, at) {
    this.onTablet(name, `UPDATE _upload SET next_try_us=${at}000`)
  }

  onTablet(name, statement) {
    return this.sql(join(this.folder, `${name}.db`), statement).trim()
  }

  sql(file, statement) {
    return execFileSync('sqlite3', [file, statement], { encoding: 'utf8' })
  }

  // The field notes of an organisation.
  profile(organization, token) {
    return this.call('DeskService/GetOrganizationProfile', { organizationId: organization.id }, token)
  }

  // A finished visit with findings.
  async visit(token, organization, { findings = [], startedAt = new Date(), purpose = '年度走访' } = {}) {
    const made = await this.call('VisitService/CreateVisit', {
      details: {
        visit: { organizationId: organization.id, kind: 'VISIT_KIND_OUTREACH', startedAt: startedAt.toISOString(), purpose },
        findings,
      },
      requestId: randomUUID(),
    }, token)
    await this.call('VisitService/FinaliseVisit', { id: made.visit.id, requestId: randomUUID() }, token)
    return made
  }
}
