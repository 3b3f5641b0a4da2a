/** Every address of the UI, below `/ui`. People bookmark them: the test beside this file pins them. */
export const BASE_PATH = "/ui";

export const paths = {
  signIn: "/sign-in",
  handshakes: "/",
  certificates: "/certificates",
  hosts: "/hosts",
  newHost: "/hosts/new",
  host: "/hosts/$hostId",
  upstreams: "/upstreams",
  earlyData: "/early-data",
  resolve: "/resolve",
} as const;

/** Where to go after signing in: only ever a place of this UI, whatever the address bar was made to say. */
export function safeNext(next: unknown): string {
  const isPlace = typeof next === "string" && /^\/(?![/\\])/.test(next) && !next.startsWith(paths.signIn);
  return isPlace ? next : paths.handshakes;
}
