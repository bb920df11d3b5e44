// The stock client of connect-web, with nothing of ours but the generated descriptors.
import { randomUUID } from 'node:crypto'
import { Code, ConnectError, createClient, type Interceptor } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-web'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BadRequestSchema, ErrorInfoSchema } from '@/gen/google/rpc/error_details_pb'
import { ComplaintKind, ReporterMode } from '@/gen/zoufang/v1/complaint_pb'
import { AuthService } from '@/gen/zoufang/v1/auth_service_pb'
import { ComplaintService } from '@/gen/zoufang/v1/complaint_service_pb'
import { OrganizationService } from '@/gen/zoufang/v1/organization_service_pb'
import { WatchService } from '@/gen/zoufang/v1/watch_service_pb'
import { City } from '../browser/city.mjs'

let city: City
beforeAll(async () => void (city = await City.open()))
afterAll(() => city?.close())

interface Form {
  useBinaryFormat: boolean
  useHttpGet: boolean
}

const transport = (form: Partial<Form> = {}, interceptors: Interceptor[] = []) =>
  createConnectTransport({ baseUrl: city.url, interceptors, ...form })

async function failureOf(call: Promise<unknown>): Promise<ConnectError> {
  return call.then(
    () => expect.unreachable('the call succeeded'),
    (cause) => ConnectError.from(cause),
  )
}

const complaint = () => ({
  complaint: { kind: ComplaintKind.VIOLATION, subjectName: '某某协会', category: 'fees', narrative: '强制收费', areaCode: '370303', reporterMode: ReporterMode.ANONYMOUS },
  requestId: randomUUID(),
})

describe.each([
  ['JSON', { useBinaryFormat: false, useHttpGet: false }],
  ['binary', { useBinaryFormat: true, useHttpGet: false }],
  ['JSON by GET', { useBinaryFormat: false, useHttpGet: true }],
  ['binary by GET', { useBinaryFormat: true, useHttpGet: true }],
])('in %s', (_, form) => {
  test('an organisation is found and read', async () => {
    const client = createClient(OrganizationService, transport(form))
    const { name } = city.organization((one: { status: string }) => one.status === 'REGISTERED')
    const { matches } = await client.searchOrganizations({ query: name })
    const found = matches[0]?.organization
    expect(found?.name).toBe(name)
    expect((await client.getOrganization({ key: { case: 'id', value: found!.id } })).creditCode).toBe(found!.creditCode)
  })

  test('an error keeps its code, its reason and its refused fields', async () => {
    const client = createClient(ComplaintService, transport(form))
    const wrong = complaint()
    wrong.complaint.narrative = ''
    const error = await failureOf(client.fileComplaint(wrong))
    expect(error.code).toBe(Code.InvalidArgument)
    expect(error.findDetails(ErrorInfoSchema)[0]?.domain).toBe('zoufang')
    const refused = error.findDetails(BadRequestSchema).flatMap((one) => one.fieldViolations)
    expect(refused.map((one) => one.field)).toContain('complaint.narrative')
  })

  test('a request that is sent twice is one case', async () => {
    const client = createClient(ComplaintService, transport(form))
    const request = complaint()
    const first = await client.fileComplaint(request)
    const second = await client.fileComplaint(request)
    expect(second.number).toBe(first.number)
    expect(second.secret).toBe(first.secret)
  })
})

describe('a stream', () => {
  async function signedIn() {
    const { token } = await createClient(AuthService, transport()).signIn({ userName: 'admin', password: 'ShouCi-2026-demo' })
    const bearer: Interceptor = (next) => (request) => {
      request.header.set('Authorization', `Bearer ${token}`)
      return next(request)
    }
    return transport({}, [bearer])
  }

  test('tells what moved, message by message, until the client leaves', async () => {
    const leaving = new AbortController()
    const client = createClient(WatchService, await signedIn())
    const told: string[][] = []
    let filing: Promise<unknown> | undefined
    for await (const { heads } of client.watchChanges({}, { signal: leaving.signal })) {
      told.push(heads.map((head) => head.scope))
      filing ??= createClient(ComplaintService, transport()).fileComplaint(complaint())
      // Out of the loop: a read that begins after the abort may wait for ever in Node's fetch.
      if (told.length > 1 && told.at(-1)!.includes('cases')) break
    }
    leaving.abort()
    await filing
    expect(told[0]).toContain('registry')
  })

  test('ends with the deadline that the client sets', async () => {
    const client = createClient(WatchService, await signedIn())
    const error = await failureOf((async () => {
      for await (const one of client.watchChanges({}, { timeoutMs: 500 })) expect(one.heads).not.toEqual([])
    })())
    expect(error.code).toBe(Code.DeadlineExceeded)
  })

  test('without a session it ends with the reason', async () => {
    const client = createClient(WatchService, transport())
    const error = await failureOf((async () => {
      for await (const one of client.watchChanges({})) expect(one).toBeUndefined()
    })())
    expect(error.code).toBe(Code.Unauthenticated)
    expect(error.findDetails(ErrorInfoSchema)[0]?.reason).toBe('NOT_SIGNED_IN')
  })
})
