import { computed, reactive } from 'vue'
import { isOver, lineOf, send, type Line } from '../evidence/lines'
import type { Prepared } from '../evidence/prepare'
import type { Draft } from './draft'
import { forgetFile, loadFile, saveFile } from './draft_store'
import { draft, keep } from './filing'

// For browsers that keep nothing: until the page is closed.
const inMemory = new Map<string, Uint8Array<ArrayBuffer>>()
const nameOf = (of: Draft, sha256: string) => `${of.id} ${sha256}`

// The files of filed drafts on their way, once the case has its number.
const linesOf = reactive(new Map<string, Line[]>())
const beingHandedIn = reactive(new Set<string>())
export const lines = computed(() => linesOf.get(draft.value?.id ?? '') ?? [])
export const handingIn = computed(() => beingHandedIn.has(draft.value?.id ?? ''))
export const waiting = computed(() => (draft.value?.files ?? []).some((one) => !one.done))

export async function addFile(to: Draft, file: Prepared): Promise<void> {
  to.files ??= []
  if (to.files.some((one) => one.sha256 === file.sha256)) return
  if (!to.savedAt) await keep(to) // A draft is kept before its files.
  try {
    await saveFile(to.id, file.sha256, file.bytes)
  } catch {
    inMemory.set(nameOf(to, file.sha256), file.bytes)
  }
  to.files.push({ sha256: file.sha256, name: file.name, size: file.bytes.byteLength })
  await keep(to)
}

// Keeps the bytes of a file no longer.
async function forget(of: Draft, sha256: string): Promise<void> {
  inMemory.delete(nameOf(of, sha256))
  await keep(of)
  await forgetFile(of.id, sha256).catch(() => undefined)
}

export async function removeFile(from: Draft, sha256: string): Promise<void> {
  from.files = from.files?.filter((one) => one.sha256 !== sha256)
  await forget(from, sha256)
}

async function bytesOf(of: Draft, sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return inMemory.get(nameOf(of, sha256)) ?? (await loadFile(of.id, sha256).catch(() => undefined))
}

// Hands in what the filed draft still holds, one file after another. What was handed in is kept no
// longer; what failed stays and can be tried again.
export async function handIn(): Promise<void> {
  const filed = draft.value
  if (handingIn.value || filed?.state !== 'filed' || !filed.receipt?.secret) return
  beingHandedIn.add(filed.id)
  linesOf.set(filed.id, (filed.files ?? []).map((one) => ({ ...lineOf(one), ...(one.done && { state: 'done', sent: one.size }) })))
  for (const line of linesOf.get(filed.id)!) {
    if (isOver(line)) continue
    const bytes = await bytesOf(filed, line.sha256)
    if (bytes) await send(line, filed.receipt, { ...line, bytes })
    else line.state = 'failed'
    if (bytes && !isOver(line)) continue
    filed.files!.find((one) => one.sha256 === line.sha256)!.done = true
    await forget(filed, line.sha256)
  }
  beingHandedIn.delete(filed.id)
}
