import { defineConfig } from "vite";

// One file, the same bytes for the same source: CI builds it again and compares.
export default defineConfig({
  build: {
    target: "es2022",
    outDir: "../bot/web/static",
    emptyOutDir: false,
    lib: { entry: "src/index.ts", formats: ["iife"], name: "LatarnikWidget", fileName: () => "latarnik.js" },
  },
  test: { environment: "jsdom" },
} as never);
