/**
 * A git remote as everybody may read it: `https://host/path` for an address on some host, whatever user and
 * token it is reached with; `undefined` for a folder of this machine. A port is kept where it is the web's own.
 */
export function repositoryUrl(remote: string): string | undefined {
  const [, scpHost, scpPath] = /^(?:[^@/:]+@)?([\w.-]{2,}):(?!\/\/|\\)(.+)$/.exec(remote) ?? [];
  if (scpHost && scpPath) return publicUrl(scpHost, scpPath);
  const url = URL.parse(remote);
  if (!url || !["https:", "http:", "ssh:", "git:"].includes(url.protocol)) return undefined;
  const isWeb = url.protocol.startsWith("http");
  return isWeb ? publicUrl(url.host, url.pathname, url.protocol) : publicUrl(url.hostname, url.pathname);
}

function publicUrl(host: string, path: string, protocol = "https:"): string | undefined {
  const name = path.replace(/^\/+|\/+$|\.git\/*$/g, "");
  return host && name ? `${protocol}//${host}/${name}` : undefined;
}
