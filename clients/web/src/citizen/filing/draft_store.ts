import { openDB, type IDBPDatabase } from 'idb'
import type { Draft } from './draft'

const DATABASE = 'zoufang'
const STORE = 'filing'
// A draft that nobody touched for so long is forgotten: others may use this device.
const KEPT_MS = 30 * 24 * 3600 * 1000

interface Sealed {
  savedAt: number
  iv: Uint8Array
  bytes: ArrayBuffer
}

function open(): Promise<IDBPDatabase> {
  return openDB(DATABASE, 1, { upgrade: (database) => void database.createObjectStore(STORE) })
}

async function keyOf(database: IDBPDatabase): Promise<CryptoKey> {
  const stored = (await database.get(STORE, 'key')) as CryptoKey | undefined
  if (stored) return stored
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const transaction = database.transaction(STORE, 'readwrite')
  // Another page may have made one meanwhile; there is only ever one.
  const winner = ((await transaction.store.get('key')) as CryptoKey | undefined) ?? made
  await transaction.store.put(winner, 'key')
  await transaction.done
  return winner
}

// The one draft of this device, in IndexedDB, under a key that no script can read out. It survives a
// closed browser; what is written stands when `save` returns.
export async function saveDraft(draft: Draft): Promise<void> {
  const database = await open()
  try {
    const key = await keyOf(database)
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const plain = new TextEncoder().encode(JSON.stringify(draft))
    const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain)
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' })
    await transaction.store.put({ savedAt: draft.savedAt, iv, bytes } satisfies Sealed, 'draft')
    await transaction.done
  } finally {
    database.close()
  }
}

export async function loadDraft(now: number): Promise<Draft | undefined> {
  const database = await open()
  try {
    const sealed = (await database.get(STORE, 'draft')) as Sealed | undefined
    if (!sealed) return undefined
    if (now - sealed.savedAt > KEPT_MS) {
      await database.clear(STORE)
      return undefined
    }
    const key = await keyOf(database)
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv as BufferSource }, key, sealed.bytes)
    return JSON.parse(new TextDecoder().decode(plain)) as Draft
  } finally {
    database.close()
  }
}

// Forgets the draft and its key, so that what a disk still holds of it cannot be read.
export async function forgetDraft(): Promise<void> {
  const database = await open()
  await database.clear(STORE)
  database.close()
}
