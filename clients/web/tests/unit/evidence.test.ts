import 'fake-indexeddb/auto'
import { File as NodeFile } from 'node:buffer'
import { Code, ConnectError } from '@connectrpc/connect'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AttachmentState } from '@/gen/zoufang/v1/visit_pb'

// Node 18 has no global File.
const fileOf = (parts: string[], name: string) => new NodeFile(parts, name) as unknown as File

const server = vi.hoisted(() => ({ held: new Uint8Array(), calls: [] as string[], fail: (_call: string): unknown => undefined }))

// Takes bytes where it stands, as the server does, and fails as it is told.
vi.mock('@/citizen/api', () => ({
  evidence: {
    addEvidence: async () => {
      server.calls.push('add')
      const failure = server.fail('add')
      if (failure) throw failure
      return { file: { id: 'f', state: AttachmentState.PENDING }, receivedBytes: BigInt(server.held.length), ticket: 't' }
    },
    writeEvidence: async ({ offset, data }: { offset: bigint; data: Uint8Array }) => {
      const call = `write ${offset}`
      server.calls.push(call)
      expect(Number(offset)).toBe(server.held.length)
      server.held = Buffer.concat([server.held, data])
      const failure = server.fail(call)
      if (failure) throw failure
      return { receivedBytes: BigInt(server.held.length) }
    },
  },
}))

const { isRefused, lineOf, send } = await import('@/citizen/evidence/lines')
const { isTaken, prepare } = await import('@/citizen/evidence/prepare')

const PIECE = 256 * 1024
const PROOF = { number: 'n', secret: 's' }
const BYTES = Uint8Array.from({ length: 2 * PIECE + 5 }, (_, at) => at % 251)
const FILE = { sha256: 'h', name: '收据.jpg', bytes: BYTES }
const latin = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))

beforeEach(() => {
  vi.useFakeTimers()
  Object.assign(server, { held: new Uint8Array(), calls: [], fail: () => undefined })
})
afterEach(() => void vi.useRealTimers())

async function sent() {
  const line = lineOf({ ...FILE, size: BYTES.length })
  const done = send(line, PROOF, FILE)
  await vi.runAllTimersAsync()
  await done
  return line
}

describe('handing a file in', () => {
  test('sends it piece by piece', async () => {
    const line = await sent()
    expect([line.state, line.sent]).toEqual(['done', BYTES.length])
    expect(server.calls).toEqual(['add', 'write 0', `write ${PIECE}`, `write ${2 * PIECE}`])
    expect(Buffer.compare(server.held, BYTES)).toBe(0)
  })
  test('goes on where the server is when an answer is lost', async () => {
    let lost = 0
    server.fail = (call) => (call === `write ${PIECE}` && ++lost === 1 ? new ConnectError('gone', Code.Unavailable) : undefined)
    expect((await sent()).state).toBe('done')
    expect(server.calls).toEqual(['add', 'write 0', `write ${PIECE}`, 'add', `write ${2 * PIECE}`])
    expect(Buffer.compare(server.held, BYTES)).toBe(0)
  })
  test('gives up a dead network after some tries, and what is refused at once', async () => {
    server.fail = () => new ConnectError('gone', Code.Unavailable)
    const dead = await sent()
    expect([dead.state, isRefused(dead), server.calls.length]).toEqual(['failed', false, 4])
    server.calls = []
    server.fail = () => new ConnectError('no', Code.InvalidArgument)
    const refused = await sent()
    expect([refused.state, isRefused(refused), server.calls.length]).toEqual(['failed', true, 1])
  })
})

describe('what may be handed in', () => {
  test.each([
    ['\xff\xd8\xff\xe0', true],
    ['\x89PNG\r\n\x1a\n', true],
    ['RIFF1234WEBP', true],
    ['RIFF1234WAVE', false],
    ['\0\0\0\x18ftypheic', true],
    ['\0\0\0\x18ftypmp42', false],
    ['%PDF-1.7', true],
    ['<html>', false],
    ['', false],
  ])('is told by its first bytes: %j', (head, taken) => {
    expect(isTaken(latin(head))).toBe(taken)
  })
  test('is named by its hash, and refused when it is empty or nothing that is kept', async () => {
    vi.useRealTimers()
    expect(await prepare(fileOf([], 'a.pdf'))).toBe('empty')
    expect(await prepare(fileOf(['plain text'], 'a.jpg'))).toBe('type')
    const pdf = await prepare(fileOf(['%PDF-1.7'], 'a.pdf'))
    expect(pdf).toMatchObject({ name: 'a.pdf', sha256: '86edbaa24831badfa0a8b04bb410141e2ee4182b6d0014493fe262a7a331c20b' })
  })
})
