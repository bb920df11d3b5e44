import { sha256 } from './sha256'

export interface Challenge {
  challenge: string
  bits: number // At most 32.
}

// "<challenge>.<nonce>" whose SHA-256 begins with so many zero bits. Takes about 2^bits hashes.
export function solve({ challenge, bits }: Challenge): string {
  const encoder = new TextEncoder()
  for (let nonce = 0; ; ++nonce) {
    const work = `${challenge}.${nonce}`
    if (Math.clz32(sha256(encoder.encode(work))[0]) >= bits) return work
  }
}
