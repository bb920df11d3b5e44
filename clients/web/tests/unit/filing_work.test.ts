import { createHash } from 'node:crypto'
import { Code, ConnectError } from '@connectrpc/connect'
import { describe, expect, test } from 'vitest'
import { ErrorInfoSchema } from '@/gen/google/rpc/error_details_pb'
import { sha256 } from '@/citizen/filing/sha256'
import { solve } from '@/citizen/filing/solve'
import { withWork } from '@/citizen/filing/with_work'

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

test('SHA-256 is that of everybody else, over the ends of blocks too', () => {
  for (let length = 0; length < 200; ++length) {
    const message = Uint8Array.from({ length }, (_, at) => (at * 7 + length) & 0xff)
    const words = sha256(message)
    const bytes = Buffer.alloc(32)
    words.forEach((word, at) => bytes.writeInt32BE(word, 4 * at))
    expect(bytes).toEqual(digest(message))
  }
})

test('work begins with the bits that were asked for', () => {
  const work = solve({ challenge: 'a-challenge', bits: 11 })
  expect(work).toMatch(/^a-challenge\.\d+$/)
  expect(digest(new TextEncoder().encode(work)).readUInt32BE(0) >>> 21).toBe(0)
})

describe('a call that needs work', () => {
  const refusal = (reason: string) =>
    new ConnectError('no', Code.FailedPrecondition, undefined, [
      { desc: ErrorInfoSchema, value: { reason, domain: 'zoufang', metadata: { challenge: 'c', bits: '4' } } },
    ])
  const answers = (...reasons: string[]) => {
    const sent: Record<string, string>[] = []
    const call = async (headers: Record<string, string>) => {
      sent.push(headers)
      const reason = reasons.shift()
      if (reason) throw refusal(reason)
      return 'filed'
    }
    return { sent, call }
  }
  const solved = async () => 'c.1'

  test('is made again with it', async () => {
    const { sent, call } = answers('FILING_WORK_NEEDED')
    expect(await withWork(call, solved)).toBe('filed')
    expect(sent).toEqual([{}, { 'X-Zoufang-Work': 'c.1' }])
  })
  test('is made once when none is asked for, and any other refusal is the caller\'s', async () => {
    const { sent, call } = answers('COMPLAINT_STATE')
    await expect(withWork(call, solved)).rejects.toThrow(ConnectError)
    expect(sent).toEqual([{}])
  })
  test('is given up when no work ever satisfies', async () => {
    const { sent, call } = answers(...Array<string>(9).fill('FILING_WORK_NEEDED'))
    await expect(withWork(call, solved)).rejects.toThrow(ConnectError)
    expect(sent.length).toBe(4)
  })
})
