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

const allOf = (drawer: string) => IDBKeyRange.bound([drawer], [drawer, []])
const makeKey = () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])

async function keyOf(database: IDBPDatabase, drawer: string): Promise<CryptoKey | undefined> {
  return database.get(STORE, [drawer, KEY])
}

// What a citizen is filing, in this device's IndexedDB: a drawer for each matter, under a key of its own that
// no script can read out. It survives a closed browser; what is written stands when `put` returns. The key
// comes with the first thing put in. Into a drawer that is cleared meanwhile nothing is written.
export function put(drawer: string, name: string, savedAt: number, plain: BufferSource): Promise<void> {
  return withDatabase(async (database) => {
    const known = await keyOf(database, drawer)
    const key = known ?? (await makeKey())
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const bytes = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain)
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' })
    const keyed = (await transaction.store.getKey([drawer, KEY])) !== undefined
    if (keyed === (known !== undefined)) {
      await transaction.store.put(key, [drawer, KEY])
      await transaction.store.put({ savedAt, iv, bytes } satisfies Sealed, [drawer, name])
    }
    await transaction.done
    // Another page was first with its key: there is only ever one.
    if (keyed && !known) await put(drawer, name, savedAt, plain)
  })
}

export function get(drawer: string, name: string): Promise<Unsealed | undefined> {
  return withDatabase(async (database) => {
    const sealed = (await database.get(STORE, [drawer, name])) as Sealed | undefined
    const key = await keyOf(database, drawer)
    if (!sealed || !key) return undefined
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv as BufferSource }, key, sealed.bytes)
    return { savedAt: sealed.savedAt, plain }
  })
}

export function remove(drawer: string, name: string): Promise<void> {
  return withDatabase((database) => database.delete(STORE, [drawer, name]))
}

// Forgets a drawer and its key, so that what a disk still holds of it cannot be read.
export function clear(drawer: string): Promise<void> {
  return withDatabase((database) => database.delete(STORE, allOf(drawer)))
}

export function drawers(): Promise<string[]> {
  return withDatabase(async (database) => {
    const names = (await database.getAllKeys(STORE)) as [drawer: string, name: string][]
    return [...new Set(names.map(([drawer]) => drawer))]
  })
}

// A device that was last used when it kept one draft only holds it under plain names, which sort before all
// others. It gets a drawer, whole or not at all.
export function adoptUndrawered(drawer: string): Promise<void> {
  return withDatabase(async (database) => {
    const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' })
    for (const name of (await transaction.store.getAllKeys(IDBKeyRange.upperBound([], true))) as string[]) {
      await transaction.store.put(await transaction.store.get(name), [drawer, name])
      await transaction.store.delete(name)
    }
    await transaction.done
  })
}
