// A receipt as a picture, for a phone's gallery: drawn on the device, sent nowhere.
export interface PictureLine {
  text: string
  size: number
  bold?: boolean
}

const WIDTH = 720
const MARGIN = 48

// Breaks at any character, as Chinese is; words of a number stay readable at these sizes.
function wrapped(context: CanvasRenderingContext2D, text: string): string[] {
  const rows = ['']
  for (const character of text) {
    const longer = rows[rows.length - 1] + character
    if (context.measureText(longer).width > WIDTH - 2 * MARGIN) rows.push(character)
    else rows[rows.length - 1] = longer
  }
  return rows
}

function fontOf({ size, bold }: PictureLine): string {
  return `${bold ? 700 : 400} ${size}px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`
}

export function drawReceipt(lines: PictureLine[]): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')!
  const rows = lines.flatMap((line) => {
    context.font = fontOf(line)
    return wrapped(context, line.text).map((text) => ({ ...line, text }))
  })
  canvas.width = WIDTH
  canvas.height = rows.reduce((height, row) => height + row.size * 1.6, 2 * MARGIN)
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#1c2127'
  let y = MARGIN
  for (const row of rows) {
    y += row.size * 1.6
    context.font = fontOf(row)
    context.fillText(row.text, MARGIN, y - row.size * 0.4)
  }
  return canvas
}

// Hands a picture to the browser's downloads.
export function savePicture(canvas: HTMLCanvasElement, fileName: string): void {
  canvas.toBlob((blob) => {
    if (!blob) return
    const link = document.createElement('a')
    link.href = URL.createObjectURL(blob)
    link.download = fileName
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }, 'image/png')
}
