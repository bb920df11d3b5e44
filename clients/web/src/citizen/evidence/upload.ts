import { AttachmentState } from '@/gen/zoufang/v1/visit_pb'
import { failureOf } from '@/shared/errors'
import { evidence } from '../api'
import type { Prepared } from './prepare'

export interface Proof {
  number: string
  secret: string
}

// Small enough to show progress on a slow network, and to arrive before a call is given up.
const PIECE_BYTES = 256 * 1024
const TRIES = 4
const FIRST_WAIT_MS = 500
// What begins anew where the server is.
const PASSING = new Set(['UPLOAD_OFFSET', 'UPLOAD_BUSY', 'UPLOAD_TICKET_INVALID', 'SERVER_BUSY'])

const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms))

async function sendOnce(proof: Proof, file: Prepared, report: (sent: number) => void): Promise<void> {
  const all = file.bytes.byteLength
  const begun = await evidence.addEvidence({ reporter: proof, sha256: file.sha256, sizeBytes: BigInt(all), caption: file.name })
  const { ticket } = begun
  const fileId = begun.file?.id ?? ''
  if (begun.file?.state === AttachmentState.STORED) return report(all)
  for (let at = Number(begun.receivedBytes); at < all; ) {
    report(at)
    const data = file.bytes.subarray(at, at + PIECE_BYTES)
    at = Number((await evidence.writeEvidence({ fileId, ticket, offset: BigInt(at), data })).receivedBytes)
  }
  report(all)
}

// Hands a file in, from where an earlier try came to. Tries again by itself for a while; throws what
// the server refuses, or the last failure.
export async function upload(proof: Proof, file: Prepared, report: (sent: number) => void): Promise<void> {
  for (let tried = 1; ; ++tried) {
    try {
      return await sendOnce(proof, file, report)
    } catch (cause) {
      const failure = failureOf(cause)
      const passing = failure.unknown || PASSING.has(failure.reason)
      if (!passing || tried === TRIES) throw cause
      await wait(FIRST_WAIT_MS * 2 ** tried)
    }
  }
}
