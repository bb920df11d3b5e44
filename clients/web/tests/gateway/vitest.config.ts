import { fileURLToPath, URL } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  resolve: { alias: { '@': fileURLToPath(new URL('../../src', import.meta.url)) } },
  test: { include: ['tests/gateway/**/*.test.ts'], setupFiles: ['tests/unit/setup.ts'], hookTimeout: 120_000, testTimeout: 30_000 },
})
