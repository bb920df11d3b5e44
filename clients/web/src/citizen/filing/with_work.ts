import { ConnectError } from '@connectrpc/connect'
import { ErrorInfoSchema } from '@/gen/google/rpc/error_details_pb'
import type { Challenge } from './solve'

// A challenge that ran out while the network was away is replaced; one that never satisfies is not.
const MOST_WORK = 3

function challengeOf(cause: unknown): Challenge | undefined {
  const info = ConnectError.from(cause).findDetails(ErrorInfoSchema)[0]
  if (info?.reason !== 'FILING_WORK_NEEDED') return undefined
  return { challenge: info.metadata.challenge, bits: Number(info.metadata.bits) }
}

function solveBeside(challenge: Challenge): Promise<string> {
  const worker = new Worker(new URL('./solve_worker.ts', import.meta.url), { type: 'module' })
  const solved = new Promise<string>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data)
    worker.onerror = () => reject(new Error('the worker failed'))
  })
  worker.postMessage(challenge)
  return solved.finally(() => worker.terminate())
}

// Makes a call and, while the server asks for work first (a flood of filings), does it and calls
// again. `call` makes the very same request each time.
export async function withWork<T>(call: (headers: Record<string, string>) => Promise<T>, solve = solveBeside): Promise<T> {
  let headers = {}
  for (let left = MOST_WORK; ; --left) {
    try {
      return await call(headers)
    } catch (cause) {
      const challenge = challengeOf(cause)
      if (!challenge || left === 0) throw cause
      headers = { 'X-Zoufang-Work': await solve(challenge) }
    }
  }
}
