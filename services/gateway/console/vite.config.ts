// How the console is built: hashed assets, no inline script or style, trusted documents beside the page.
import { defineConfig } from 'vite'
import { documents } from './build/documents.ts'

export default defineConfig({
  plugins: [documents()],
  build: {
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
    manifest: true,
  },
})
