// SHA-256 (FIPS 180-4) of short messages, many a second and at once: SubtleCrypto's answers come one
// by one and later.

function firstPrimes(count: number): number[] {
  const primes: number[] = []
  for (let n = 2; primes.length < count; ++n) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n)
  }
  return primes
}

const fraction = (root: number) => ((root % 1) * 2 ** 32) | 0
const ROUNDS = Int32Array.from(firstPrimes(64), (prime) => fraction(Math.cbrt(prime)))
const START = Int32Array.from(firstPrimes(8), (prime) => fraction(Math.sqrt(prime)))
const BLOCK = 64
const words = new Int32Array(64)

const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by))

function expand(view: DataView, at: number): void {
  for (let i = 0; i < 16; ++i) words[i] = view.getInt32(at + 4 * i)
  for (let i = 16; i < 64; ++i) {
    const early = words[i - 15]
    const late = words[i - 2]
    const small0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)
    const small1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10)
    words[i] = (words[i - 16] + small0 + words[i - 7] + small1) | 0
  }
}

function compress(state: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = state
  for (let i = 0; i < 64; ++i) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  const after = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; ++i) state[i] = (state[i] + after[i]) | 0
}

// The digest as eight words, the first bits first.
export function sha256(message: Uint8Array): Int32Array {
  const padded = new Uint8Array(BLOCK * Math.ceil((message.length + 9) / BLOCK))
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 4, message.length * 8)
  const state = START.slice()
  for (let at = 0; at < padded.length; at += BLOCK) {
    expand(view, at)
    compress(state)
  }
  return state
}
