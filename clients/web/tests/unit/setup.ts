import { webcrypto } from 'node:crypto'
import { vi } from 'vitest'

// Node 18 has it, though not as a global.
globalThis.crypto ??= webcrypto as Crypto

// What the pages' modules touch when they are read. The language is Chinese.
vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('document', { documentElement: {}, createElement: () => ({}) })
vi.stubGlobal('location', { origin: 'http://127.0.0.1' })
