/** The Worker that the kit releases: the app's own, which is imported and left as it is. */
export function workerEntry(main: string): string {
  const from = JSON.stringify(main);
  return `import app from ${from};

export * from ${from};

const TAG = /^(v\\d+)@(sha256:[0-9a-f]{64})$/;

/** The app, which also says which release of it answers: the kit asks before it goes on. */
export default {
  ...app,
  async fetch(request, env, context) {
    const [, release = null, digest = null] = TAG.exec(env.VERSION?.tag) ?? [];
    const about = { app: env.APP, profile: env.PROFILE, release, digest, version: env.VERSION?.id };
    const isHealth = new URL(request.url).pathname === "/api/health";
    const response = isHealth
      ? Response.json({ status: "ok", ...about })
      : await app.fetch(request, env, context);
    if (release === null || response.webSocket) return response;
    const told = new Response(response.body, response);
    told.headers.set("x-kit-release", release);
    return told;
  },
};
`;
}
