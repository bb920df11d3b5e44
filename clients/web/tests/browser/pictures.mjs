// Photos as a phone takes them.
export const MAKER = 'Honest Camera Works'

// A JPEG of noise, which no coder makes small, drawn by the browser itself.
export async function photo(page, width, height) {
  const base64 = await page.evaluate(async ([across, down]) => {
    const picture = new ImageData(across, down)
    for (let at = 0; at < picture.data.length; at += 65536) crypto.getRandomValues(picture.data.subarray(at, at + 65536))
    const canvas = Object.assign(document.createElement('canvas'), { width: across, height: down })
    canvas.getContext('2d').putImageData(picture, 0, 0)
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]
  }, [width, height])
  return withMaker(Buffer.from(base64, 'base64'))
}

// With metadata that names the camera: an Exif segment behind the first marker.
function withMaker(jpeg) {
  const text = Buffer.from(`${MAKER}\0`)
  const tiff = Buffer.alloc(26 + text.length)
  tiff.write('II*\0', 0, 'latin1')
  tiff.writeUInt32LE(8, 4)
  tiff.writeUInt16LE(1, 8) // One entry: Make, ASCII.
  tiff.writeUInt16LE(0x010f, 10)
  tiff.writeUInt16LE(2, 12)
  tiff.writeUInt32LE(text.length, 14)
  tiff.writeUInt32LE(26, 18)
  text.copy(tiff, 26)
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(2 + 6 + tiff.length, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from('Exif\0\0', 'latin1'), tiff, jpeg.subarray(2)])
}
