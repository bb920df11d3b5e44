import { computed, ref } from 'vue'
import { isOver, lineOf, send, type Line } from '../evidence/lines'
import type { Prepared } from '../evidence/prepare'
import type { Draft } from './draft'
import { forgetFile, loadFile, saveFile } from './draft_store'
import { draft, keep } from './filing'

// For browsers that keep nothing: until the page is closed.
const inMemory = new Map<string, Uint8Array<ArrayBuffer>>()

// The draft's files on their way, once the case has its number.
export const lines = ref<Line[]>([])
export const handingIn = ref(false)
export const waiting = computed(() => (draft.value?.files ?? []).some((one) => !one.done))

export async function addFile(to: Draft, file: Prepared): Promise<void> {
  to.files ??= []
  if (to.files.some((one) => one.sha256 === file.sha256)) return
  try {
    await saveFile(file.sha256, file.bytes)
  } catch {
    inMemory.set(file.sha256, file.bytes)
  }
  to.files.push({ sha256: file.sha256, name: file.name, size: file.bytes.byteLength })
  await keep()
}

export async function removeFile(from: Draft, sha256: string): Promise<void> {
  from.files = from.files?.filter((one) => one.sha256 !== sha256)
  inMemory.delete(sha256)
  await keep()
  await forgetFile(sha256).catch(() => undefined)
}

async function bytesOf(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return inMemory.get(sha256) ?? (await loadFile(sha256).catch(() => undefined))
}

// Hands in what the filed draft still holds, one file after another. What was handed in is kept no
// longer; what failed stays and can be tried again.
export async function handIn(): Promise<void> {
  const filed = draft.value
  if (handingIn.value || filed?.state !== 'filed' || !filed.receipt?.secret) return
  handingIn.value = true
  lines.value = (filed.files ?? []).map((one) => ({ ...lineOf(one), ...(one.done && { state: 'done', sent: one.size }) }))
  for (const line of lines.value) {
    if (isOver(line)) continue
    const bytes = await bytesOf(line.sha256)
    if (bytes) await send(line, filed.receipt, { ...line, bytes })
    else line.state = 'failed'
    if (bytes && !isOver(line)) continue
    filed.files!.find((one) => one.sha256 === line.sha256)!.done = true
    inMemory.delete(line.sha256)
    await keep()
    await forgetFile(line.sha256).catch(() => undefined)
  }
  handingIn.value = false
}
