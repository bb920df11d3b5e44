import type { CallOptions } from '@connectrpc/connect'
import type { AttachmentChunk } from '@/gen/zoufang/v1/attachment_service_pb'
import { AttachmentState } from '@/gen/zoufang/v1/visit_pb'
import { saveBlob } from './save'

// A file that the server keeps: of a visit or of a case.
export interface StoredFile {
  id: string
  mimeType: string
  sizeBytes: bigint
  caption: string
  state: AttachmentState
  cleanSha256: string
}
export interface Asked {
  sealedOriginal?: boolean
  reason?: string
}
export type ReadFile = (file: StoredFile, asked: Asked, options: CallOptions) => AsyncIterable<AttachmentChunk>

const ENDINGS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'application/pdf': 'pdf',
}
// A large file on a slow line.
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000

export const nameOf = (file: StoredFile) => file.caption || file.mimeType
export const isStored = (file: StoredFile) => file.state === AttachmentState.STORED
// Of these the server keeps a copy without metadata; a browser draws no others.
export const isPicture = (file: StoredFile) => ['image/jpeg', 'image/png', 'image/webp'].includes(file.mimeType)

// Its own name, with the ending of what it is.
export function fileName(file: StoredFile): string {
  const base = (file.caption || file.id).replace(/[\\/:*?"<>|\x00-\x1f]/g, '_').replace(/\.[A-Za-z0-9]{1,5}$/, '')
  return `${base}.${ENDINGS[file.mimeType] ?? 'bin'}`
}

// The whole file; the copy without metadata unless the original is asked for.
export async function contentOf(read: ReadFile, file: StoredFile, asked: Asked = {}, signal?: AbortSignal): Promise<Blob> {
  const pieces: BlobPart[] = []
  for await (const chunk of read(file, asked, { timeoutMs: DOWNLOAD_TIMEOUT_MS, signal })) {
    pieces.push(chunk.data as Uint8Array<ArrayBuffer>)
  }
  return new Blob(pieces, { type: file.mimeType })
}

export async function download(read: ReadFile, file: StoredFile, asked: Asked = {}): Promise<void> {
  saveBlob(fileName(file), await contentOf(read, file, asked))
}

let last: Promise<unknown> = Promise.resolve()

// One after another, so that many pictures leave the line to what somebody waits for.
export function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  const done = last.then(work)
  last = done.catch(() => undefined)
  return done
}
