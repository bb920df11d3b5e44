// What a citizen hands in, ready to be sent.
export interface Prepared {
  sha256: string
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

export type Refusal = 'type' | 'empty' | 'large' | 'unreadable'

export const MOST_FILES = 10
export const MOST_FILE_BYTES = 20 * 1024 * 1024
export const ACCEPTED = 'image/jpeg,image/png,image/webp,image/heic,application/pdf'
const MOST_NAME = 200
// Larger pictures are drawn anew: enough to read a receipt by, and a tenth of the bytes.
const LONGEST_SIDE = 2560
const SMALL_BYTES = 1024 * 1024
const QUALITY = 0.85

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((char, index) => bytes[at + index] === char.charCodeAt(0))
}

// The server tells the type by content, too: what it would refuse is said at once.
export function isTaken(bytes: Uint8Array): boolean {
  const heic = startsWith(bytes, 4, 'ftyp') && ['heic', 'heix', 'mif1', 'msf1', 'hevc'].some((one) => startsWith(bytes, 8, one))
  return (
    startsWith(bytes, 0, '\xff\xd8\xff') ||
    startsWith(bytes, 0, '\x89PNG\r\n\x1a\n') ||
    (startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP')) ||
    startsWith(bytes, 0, '%PDF-') ||
    heic
  )
}

async function drawnSmaller(file: Blob): Promise<Blob | undefined> {
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file)
  } catch {
    return undefined // A document, or a picture that this browser cannot draw.
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const pen = canvas.getContext('2d')
  pen?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  if (!pen) return undefined
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/jpeg', QUALITY))
}

// The picture as it is when it is small, else a smaller one of it.
async function reduced(file: Blob): Promise<Blob> {
  if (file.size <= SMALL_BYTES) return file
  const smaller = await drawnSmaller(file)
  return smaller && smaller.size < file.size ? smaller : file
}

async function hexSha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export async function prepare(file: File): Promise<Prepared | Refusal> {
  if (file.size === 0) return 'empty'
  try {
    const head = new Uint8Array(await file.slice(0, 16).arrayBuffer())
    if (!isTaken(head)) return 'type'
    const blob = await reduced(file)
    if (blob.size > MOST_FILE_BYTES) return 'large'
    const bytes = new Uint8Array(await blob.arrayBuffer())
    return { sha256: await hexSha256(bytes), name: [...file.name].slice(0, MOST_NAME).join(''), bytes }
  } catch {
    return 'unreadable'
  }
}
