import { openDB, type IDBPDatabase } from 'idb'

const DATABASE = 'zoufang'
const STORE = 'filing'
const KEY = 'key'

interface Sealed {
  savedAt: number
  iv: Uint8Array
  bytes: ArrayBuffer
}

export interface Unsealed {
  savedAt: number
  plain: ArrayBuffer
}

async function withDatabase<T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T> {
  const database = await openDB(DATABASE, 1, { upgrade: (opened) => void opened.createObjectStore(STORE) })
  try {
    return await work(database)
  } finally {
    database.close()
  }
}

async function keyOf(database: IDBPDatabase): Promise<CryptoKey> {
  const stored = (await database.get(STORE, KEY)) as CryptoKey | undefined
  if (stored) return stored
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const transaction = database.transaction(STORE, 'readwrite')
  // Another page may have made one meanwhile; there is only ever one.
  const winner = ((await transaction.store.get(KEY)) as CryptoKey | undefined) ?? made
  await transaction.store.put(winner, KEY)
  await transaction.done
  return winner
}

// What a citizen is filing, in this device's IndexedDB, under a key that no script can read out. It
// survives a closed browser; what is written stands when `put` returns.
export function put(name: string, savedAt: number, plain: BufferSource): Promise<void> {
  return withDatabase(async (database) => {
    const key = await keyOf(database)
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain)
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' })
    await transaction.store.put({ savedAt, iv, bytes } satisfies Sealed, name)
    await transaction.done
  })
}

export function get(name: string): Promise<Unsealed | undefined> {
  return withDatabase(async (database) => {
    const sealed = (await database.get(STORE, name)) as Sealed | undefined
    if (!sealed) return undefined
    const key = await keyOf(database)
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv as BufferSource }, key, sealed.bytes)
    return { savedAt: sealed.savedAt, plain }
  })
}

export function remove(name: string): Promise<void> {
  return withDatabase((database) => database.delete(STORE, name))
}

// Forgets all and the key, so that what a disk still holds cannot be read.
export function clear(): Promise<void> {
  return withDatabase((database) => database.clear(STORE))
}
