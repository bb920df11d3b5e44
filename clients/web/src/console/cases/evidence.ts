import type { ComplaintFile } from '@/gen/zoufang/v1/complaint_pb'
import { evidence } from '../api'
import { saveBlob } from '../common/save'

const ENDINGS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'application/pdf': 'pdf',
}
// A large file on a slow line.
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000

// Its own name, with the ending of what it is.
export function fileName(file: ComplaintFile): string {
  const base = (file.caption || file.id).replace(/[\\/:*?"<>|\x00-\x1f]/g, '_').replace(/\.[A-Za-z0-9]{1,5}$/, '')
  return `${base}.${ENDINGS[file.mimeType] ?? 'bin'}`
}

async function download(file: ComplaintFile, asked: { sealedOriginal?: boolean; reason?: string }): Promise<void> {
  const pieces: BlobPart[] = []
  const stream = evidence.readEvidence({ fileId: file.id, ...asked }, { timeoutMs: DOWNLOAD_TIMEOUT_MS })
  for await (const chunk of stream) pieces.push(chunk.data as Uint8Array<ArrayBuffer>)
  saveBlob(fileName(file), new Blob(pieces, { type: file.mimeType }))
}

export function downloadClean(file: ComplaintFile): Promise<void> {
  return download(file, {})
}

export function downloadOriginal(file: ComplaintFile, reason: string): Promise<void> {
  return download(file, { sealedOriginal: true, reason })
}
