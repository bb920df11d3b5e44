import { failureOf, type Failure } from '@/shared/errors'
import type { Prepared } from './prepare'
import { upload, type Proof } from './upload'

// One file on its way to the bureau, as a page shows it.
export interface Line {
  sha256: string
  name: string
  size: number
  sent: number
  state: 'waiting' | 'sending' | 'done' | 'failed'
  failure?: Failure
}

export function lineOf({ sha256, name, size }: { sha256: string; name: string; size: number }): Line {
  return { sha256, name, size, sent: 0, state: 'waiting' }
}

// Never throws: what went wrong is in the line.
export async function send(line: Line, proof: Proof, file: Prepared): Promise<void> {
  line.state = 'sending'
  line.failure = undefined
  try {
    await upload(proof, file, (sent) => void (line.sent = sent))
    line.state = 'done'
  } catch (cause) {
    line.failure = failureOf(cause)
    line.state = 'failed'
  }
}

// The server will not take this file, however often it is sent.
export function isRefused(line: Line): boolean {
  return line.failure !== undefined && !line.failure.unknown && line.failure.retryAfterSeconds === undefined
}

// Nothing is left to be done for it.
export function isOver(line: Line): boolean {
  return line.state === 'done' || isRefused(line)
}
