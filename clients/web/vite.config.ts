import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// A running `zoufangd --http`, for `npm run dev` and `npm run preview`.
const server = process.env.ZOUFANG_HTTP ?? 'http://127.0.0.1:8441'
const proxy = { '^/zoufang\\.': server }

const entry = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export default defineConfig({
  plugins: [vue()],
  base: './',
  resolve: { alias: { '@': entry('src') } },
  server: { host: '127.0.0.1', proxy },
  preview: { host: '127.0.0.1', proxy },
  build: {
    target: 'es2021',
    // Nothing of a build is put into a page or a style as data, so that the pages' CSP stays narrow.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rollupOptions: { input: { citizen: entry('index.html'), console: entry('console.html') } },
  },
  test: { include: ['tests/unit/**/*.test.ts'], setupFiles: ['tests/unit/setup.ts'] },
})
