import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// `npm run dev` proxies the REST API of a running gateway, so that development meets the real thing.
const gateway = process.env["POSTERN_ADMIN_URL"] ?? "https://127.0.0.1:9443";

export default defineConfig({
  base: "/ui/",
  plugins: [react()],
  build: {
    target: "es2023",
    // No data: URLs, so that the content security policy can do without them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: {
      "/api": {
        target: gateway,
        // The gateway's own certificate is self-signed until one is given.
        secure: false,
        changeOrigin: true,
        configure: (proxy) => {
          // The gateway checks the Origin of writes; here the browser's is the development server's.
          proxy.on("proxyReq", (request) => request.setHeader("origin", gateway));
        },
      },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/app/test-setup.ts"],
    restoreMocks: true,
    testTimeout: 60_000,
    css: { modules: { classNameStrategy: "non-scoped" } },
    reporters: ["default", ["junit", { outputFile: "target/unit-reports/unit.xml" }]],
  },
});
