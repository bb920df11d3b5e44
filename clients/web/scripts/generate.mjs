// Makes the typed client of src/gen from the protos, by protoc and protoc-gen-es, unless it is newer
// than all of them.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const protos = join(root, '../../protos')
const out = join(root, 'src/gen')
const stamp = join(out, '.made')
const plugin = join(root, 'node_modules/.bin/protoc-gen-es')

function protosUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return protosUnder(path)
    return entry.name.endsWith('.proto') ? [path] : []
  })
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

const sources = protosUnder(protos)
if ([fileURLToPath(import.meta.url), ...sources].some((path) => modified(path) > modified(stamp))) {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const options = [`--plugin=protoc-gen-es=${plugin}`, '--es_opt=target=ts,import_extension=none']
  execFileSync('protoc', ['-I', protos, ...options, `--es_out=${out}`, ...sources], { stdio: 'inherit' })
  writeFileSync(stamp, '')
}
