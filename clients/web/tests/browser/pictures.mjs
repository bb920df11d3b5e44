// Photos as a phone takes them.
export const MAKER = 'Honest Camera Works'

// A JPEG of noise, which no coder makes small, drawn by the browser itself; as a phone saves it that was held
// as `orientation` says (Exif: 1 upright, 6 turned by a quarter).
export async function photo(page, width, height, orientation = 1) {
  const base64 = await page.evaluate(async ([across, down]) => {
    const picture = new ImageData(across, down)
    for (let at = 0; at < picture.data.length; at += 65536) crypto.getRandomValues(picture.data.subarray(at, at + 65536))
    const canvas = Object.assign(document.createElement('canvas'), { width: across, height: down })
    canvas.getContext('2d').putImageData(picture, 0, 0)
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]
  }, [width, height])
  return withExif(Buffer.from(base64, 'base64'), orientation)
}

// An Exif segment behind the first marker: Make (ASCII, behind the directory) and Orientation (SHORT).
function withExif(jpeg, orientation) {
  const text = Buffer.from(`${MAKER}\0`)
  const tiff = Buffer.alloc(38 + text.length)
  tiff.write('II*\0', 0, 'latin1')
  tiff.writeUInt32LE(8, 4)
  tiff.writeUInt16LE(2, 8)
  entry(tiff, 10, 0x010f, 2, text.length)
  tiff.writeUInt32LE(38, 18)
  entry(tiff, 22, 0x0112, 3, 1)
  tiff.writeUInt16LE(orientation, 30)
  text.copy(tiff, 38)
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(2 + 6 + tiff.length, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from('Exif\0\0', 'latin1'), tiff, jpeg.subarray(2)])
}

function entry(tiff, at, tag, type, count) {
  tiff.writeUInt16LE(tag, at)
  tiff.writeUInt16LE(type, at + 2)
  tiff.writeUInt32LE(count, at + 4)
}
