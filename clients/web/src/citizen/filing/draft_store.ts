import type { Draft } from './draft'
import { adoptUndrawered, clear, drawers, get, put, remove } from './sealed_store'

const DRAFT = 'draft'
// A draft that nobody touched for so long is forgotten: others may use this device.
const KEPT_MS = 30 * 24 * 3600 * 1000

export function saveDraft(draft: Draft): Promise<void> {
  return put(draft.id, DRAFT, draft.savedAt, new TextEncoder().encode(JSON.stringify(draft)))
}

// A drawer's draft. A damaged one does not hide the others; a drawer without a draft is of no use.
async function loadDraft(id: string, now: number): Promise<Draft[]> {
  const stored = await get(id, DRAFT)
  if (!stored || now - stored.savedAt > KEPT_MS) {
    await clear(id)
    return []
  }
  return [{ ...(JSON.parse(new TextDecoder().decode(stored.plain)) as Draft), id }]
}

// The drafts of this device.
export async function loadDrafts(now: number): Promise<Draft[]> {
  await adoptUndrawered(crypto.randomUUID())
  const found = await Promise.all((await drawers()).map((id) => loadDraft(id, now).catch(() => [])))
  return found.flat()
}

// Forgets a draft and its files.
export function forgetDraft(id: string): Promise<void> {
  return clear(id)
}

// The bytes of a draft's files, each under its hash, until they are handed in.
export function saveFile(id: string, sha256: string, bytes: BufferSource): Promise<void> {
  return put(id, `file ${sha256}`, Date.now(), bytes)
}

export async function loadFile(id: string, sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const stored = await get(id, `file ${sha256}`)
  return stored && new Uint8Array(stored.plain)
}

export function forgetFile(id: string, sha256: string): Promise<void> {
  return remove(id, `file ${sha256}`)
}
