import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// `vite build` makes both halves of the app: the page in dist/client, the Worker in dist/worker.
export default defineConfig({
  plugins: [react()],
  builder: {},
  environments: {
    client: {
      build: { outDir: "dist/client" },
    },
    worker: {
      consumer: "server",
      resolve: { noExternal: true, conditions: ["workerd", "worker", "module", "import"] },
      build: {
        outDir: "dist/worker",
        copyPublicDir: false,
        rolldownOptions: {
          input: "src/worker.ts",
          external: [/^cloudflare:/, /^node:/],
          output: { entryFileNames: "[name].js", codeSplitting: false },
        },
      },
    },
  },
  // `kit dev` sets API_URL to where the Worker answers.
  server: {
    proxy: { "/api": process.env.API_URL ?? "http://localhost:1337" },
  },
});
