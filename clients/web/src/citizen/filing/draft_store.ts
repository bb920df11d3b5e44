import type { Draft } from './draft'
import { clear, get, put, remove } from './sealed_store'

const DRAFT = 'draft'
// A draft that nobody touched for so long is forgotten: others may use this device.
const KEPT_MS = 30 * 24 * 3600 * 1000

// The one draft of this device.
export function saveDraft(draft: Draft): Promise<void> {
  return put(DRAFT, draft.savedAt, new TextEncoder().encode(JSON.stringify(draft)))
}

export async function loadDraft(now: number): Promise<Draft | undefined> {
  const stored = await get(DRAFT)
  if (!stored) return undefined
  if (now - stored.savedAt > KEPT_MS) {
    await clear()
    return undefined
  }
  return JSON.parse(new TextDecoder().decode(stored.plain)) as Draft
}

// Forgets the draft and its files.
export function forgetDraft(): Promise<void> {
  return clear()
}

// The bytes of the draft's files, each under its hash, until they are handed in.
export function saveFile(sha256: string, bytes: BufferSource): Promise<void> {
  return put(`file ${sha256}`, Date.now(), bytes)
}

export async function loadFile(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const stored = await get(`file ${sha256}`)
  return stored && new Uint8Array(stored.plain)
}

export function forgetFile(sha256: string): Promise<void> {
  return remove(`file ${sha256}`)
}
