import { queryOptions } from "@tanstack/react-query";
import { api, bodyOf, type Tagged, taggedBodyOf } from "./client";
import { isSignedOut } from "./errors";
import type {
  Certificate,
  CertificateHostUse,
  CertificateInput,
  CertificateVersion,
  EarlyDataGate,
  HandshakeStats,
  Host,
  HostInput,
  KillSwitch,
  KillSwitchInput,
  Replicas,
  Resolution,
  Route,
  RouteInput,
  Session,
  TicketKeys,
  TrustBundle,
  TrustBundleInput,
  Upstream,
  UpstreamInput,
} from "./generated/schema";
import type { MergePatch } from "./mergePatch";

/** Every key of the query cache, so that a write knows what it makes stale. */
export const keys = {
  session: ["session"],
  certificates: ["certificates"],
  certificate: (id: string) => ["certificates", id],
  certificateUsage: (id: string) => ["certificates", id, "usage"],
  certificateVersions: (id: string) => ["certificates", id, "versions"],
  upstreams: ["upstreams"],
  upstream: (id: string) => ["upstreams", id],
  hosts: ["hosts"],
  host: (id: string) => ["hosts", id],
  routes: (hostId: string) => ["hosts", hostId, "routes"],
  route: (hostId: string, id: string) => ["hosts", hostId, "routes", id],
  trustBundles: ["trustBundles"],
  trustBundle: (id: string) => ["trustBundles", id],
  earlyData: ["earlyData"],
  killSwitch: ["earlyData", "killSwitch"],
  replicas: ["replicas"],
  outcomes: ["outcomes"],
  ticketKeys: ["ticketKeys"],
  resolution: (question: ResolveQuestion) => ["resolution", question],
} as const;

// Session

/** Who is signed in, or null. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: async (): Promise<Session | null> => {
    try {
      return bodyOf(await api.GET("/api/v1/session"));
    } catch (error) {
      if (isSignedOut(error)) {
        return null;
      }
      throw error;
    }
  },
  staleTime: 60_000,
});

export async function signIn(token: string): Promise<void> {
  await api.POST("/api/v1/session", { body: { token } });
}

export async function signOut(): Promise<void> {
  await api.DELETE("/api/v1/session");
}

// Certificates

export const certificatesQuery = queryOptions({
  queryKey: keys.certificates,
  queryFn: (): Promise<readonly Certificate[]> =>
    everyPage(async (after) => bodyOf(await api.GET("/api/v1/certificates", { params: { query: page(after) } }))),
});

export const certificateQuery = (id: string) =>
  queryOptions({
    queryKey: keys.certificate(id),
    queryFn: async (): Promise<Tagged<Certificate>> =>
      taggedBodyOf(await api.GET("/api/v1/certificates/{id}", { params: { path: { id } } })),
  });

/** The hosts that use it. */
export const certificateUsageQuery = (id: string) =>
  queryOptions({
    queryKey: keys.certificateUsage(id),
    queryFn: async (): Promise<readonly CertificateHostUse[]> =>
      bodyOf(await api.GET("/api/v1/certificates/{id}/usage", { params: { path: { id } } })).hosts,
  });

/** What it was and is, newest first. */
export const certificateVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.certificateVersions(id),
    queryFn: async (): Promise<readonly CertificateVersion[]> => {
      const { items } = bodyOf(await api.GET("/api/v1/certificates/{id}/versions", { params: { path: { id } } }));
      return [...items].sort((left, right) => right.version - left.version);
    },
  });

/** Goes back, or forth, to a version that is there already. */
export async function activateCertificate(id: string, version: number): Promise<Certificate> {
  const params = { path: { id, version } };
  return bodyOf(await api.POST("/api/v1/certificates/{id}/versions/{version}/activate", { params }));
}

export async function createCertificate(body: CertificateInput): Promise<Certificate> {
  return bodyOf(await api.POST("/api/v1/certificates", { body }));
}

/** Uploads a new version and puts it to work: hosts that use the certificate follow without dropping a connection. */
export async function replaceCertificate(id: string, body: CertificateInput): Promise<Certificate> {
  return bodyOf(await api.POST("/api/v1/certificates/{id}/versions", { params: { path: { id } }, body }));
}

export async function deleteCertificate(id: string, etag: string): Promise<void> {
  await api.DELETE("/api/v1/certificates/{id}", {
    params: { path: { id }, header: { "If-Match": etag } },
  });
}

// Trust bundles

export const trustBundlesQuery = queryOptions({
  queryKey: keys.trustBundles,
  queryFn: (): Promise<readonly TrustBundle[]> =>
    everyPage(async (after) => bodyOf(await api.GET("/api/v1/trust-bundles", { params: { query: page(after) } }))),
});

export const trustBundleQuery = (id: string) =>
  queryOptions({
    queryKey: keys.trustBundle(id),
    queryFn: async (): Promise<Tagged<TrustBundle>> =>
      taggedBodyOf(await api.GET("/api/v1/trust-bundles/{id}", { params: { path: { id } } })),
  });

export async function createTrustBundle(body: TrustBundleInput): Promise<TrustBundle> {
  return bodyOf(await api.POST("/api/v1/trust-bundles", { body }));
}

export async function replaceTrustBundle(id: string, etag: string, body: TrustBundleInput): Promise<TrustBundle> {
  const params = { path: { id }, header: { "If-Match": etag } };
  return bodyOf(await api.PUT("/api/v1/trust-bundles/{id}", { params, body }));
}

export async function deleteTrustBundle(id: string, etag: string): Promise<void> {
  await api.DELETE("/api/v1/trust-bundles/{id}", { params: { path: { id }, header: { "If-Match": etag } } });
}

// Upstreams

export const upstreamsQuery = queryOptions({
  queryKey: keys.upstreams,
  queryFn: (): Promise<readonly Upstream[]> =>
    everyPage(async (after) => bodyOf(await api.GET("/api/v1/upstreams", { params: { query: page(after) } }))),
});

export const upstreamQuery = (id: string) =>
  queryOptions({
    queryKey: keys.upstream(id),
    queryFn: async (): Promise<Tagged<Upstream>> =>
      taggedBodyOf(await api.GET("/api/v1/upstreams/{id}", { params: { path: { id } } })),
  });

export async function createUpstream(body: UpstreamInput): Promise<Upstream> {
  return bodyOf(await api.POST("/api/v1/upstreams", { body }));
}

export async function updateUpstream(id: string, etag: string, body: UpstreamInput): Promise<Upstream> {
  const params = { path: { id }, header: { "If-Match": etag } };
  return bodyOf(await api.PUT("/api/v1/upstreams/{id}", { params, body }));
}

export async function deleteUpstream(id: string, etag: string): Promise<void> {
  const params = { path: { id }, header: { "If-Match": etag } };
  await api.DELETE("/api/v1/upstreams/{id}", { params });
}

// Hosts

export const hostsQuery = queryOptions({
  queryKey: keys.hosts,
  queryFn: (): Promise<readonly Host[]> =>
    everyPage(async (after) => bodyOf(await api.GET("/api/v1/hosts", { params: { query: page(after) } }))),
});

export const hostQuery = (id: string) =>
  queryOptions({
    queryKey: keys.host(id),
    queryFn: async (): Promise<Tagged<Host>> =>
      taggedBodyOf(await api.GET("/api/v1/hosts/{id}", { params: { path: { id } } })),
  });

/** @param body what is left out has the gateway's default, or is complained about */
export async function createHost(body: MergePatch<HostInput>): Promise<Host> {
  return bodyOf(await api.POST("/api/v1/hosts", { body: body as HostInput }));
}

export async function patchHost(id: string, etag: string, patch: MergePatch<HostInput>): Promise<Host> {
  const params = { path: { id }, header: { "If-Match": etag } };
  return bodyOf(await api.PATCH("/api/v1/hosts/{id}", { params, ...merging<HostInput>(patch) }));
}

export async function deleteHost(id: string, etag: string): Promise<void> {
  const params = { path: { id }, header: { "If-Match": etag } };
  await api.DELETE("/api/v1/hosts/{id}", { params });
}

// Routes

export const routesQuery = (hostId: string) =>
  queryOptions({
    queryKey: keys.routes(hostId),
    queryFn: (): Promise<readonly Route[]> =>
      everyPage(async (after) =>
        bodyOf(await api.GET("/api/v1/hosts/{hostId}/routes", { params: { path: { hostId }, query: page(after) } })),
      ),
  });

export const routeQuery = (hostId: string, id: string) =>
  queryOptions({
    queryKey: keys.route(hostId, id),
    queryFn: async (): Promise<Tagged<Route>> =>
      taggedBodyOf(await api.GET("/api/v1/hosts/{hostId}/routes/{id}", { params: { path: { hostId, id } } })),
  });

/** @param body what is left out the host says, or the gateway */
export async function createRoute(hostId: string, body: MergePatch<RouteInput>): Promise<Route> {
  return bodyOf(
    await api.POST("/api/v1/hosts/{hostId}/routes", { params: { path: { hostId } }, body: body as RouteInput }),
  );
}

export async function patchRoute(
  hostId: string,
  id: string,
  etag: string,
  patch: MergePatch<RouteInput>,
): Promise<Route> {
  const params = { path: { hostId, id }, header: { "If-Match": etag } };
  return bodyOf(await api.PATCH("/api/v1/hosts/{hostId}/routes/{id}", { params, ...merging<RouteInput>(patch) }));
}

export async function deleteRoute(hostId: string, id: string, etag: string): Promise<void> {
  const params = { path: { hostId, id }, header: { "If-Match": etag } };
  await api.DELETE("/api/v1/hosts/{hostId}/routes/{id}", { params });
}

// Early data

/** How long what many processes change together is shown before it is asked for again. */
const LIVE_MILLIS = 2000;

export const earlyDataQuery = queryOptions({
  queryKey: keys.earlyData,
  queryFn: async (): Promise<EarlyDataGate> => bodyOf(await api.GET("/api/v1/early-data")),
  refetchInterval: LIVE_MILLIS,
});

export const killSwitchQuery = queryOptions({
  queryKey: keys.killSwitch,
  queryFn: async (): Promise<Tagged<KillSwitch>> => taggedBodyOf(await api.GET("/api/v1/early-data/kill-switch")),
  refetchInterval: LIVE_MILLIS,
});

export async function setKillSwitch(etag: string, body: KillSwitchInput): Promise<KillSwitch> {
  return bodyOf(await api.PUT("/api/v1/early-data/kill-switch", { params: { header: { "If-Match": etag } }, body }));
}

export const replicasQuery = queryOptions({
  queryKey: keys.replicas,
  queryFn: async (): Promise<Replicas> => bodyOf(await api.GET("/api/v1/replicas")),
  refetchInterval: LIVE_MILLIS,
});

/** What became of the handshakes that the gateway remembers. */
export const outcomesQuery = queryOptions({
  queryKey: keys.outcomes,
  queryFn: async (): Promise<HandshakeStats> =>
    bodyOf(await api.GET("/api/v1/stats/handshakes", { params: { query: { limit: 0 } } })),
  refetchInterval: LIVE_MILLIS,
});

// Ticket keys

export const ticketKeysQuery = queryOptions({
  queryKey: keys.ticketKeys,
  queryFn: async (): Promise<TicketKeys> => bodyOf(await api.GET("/api/v1/ticket-keys")),
  refetchInterval: LIVE_MILLIS,
});

export async function rotateTicketKeys(): Promise<TicketKeys> {
  return bodyOf(await api.POST("/api/v1/ticket-keys/rotate"));
}

/** Makes every ticket that was issued so far worthless. */
export async function revokeAllTickets(): Promise<TicketKeys> {
  return bodyOf(await api.POST("/api/v1/ticket-keys/revoke-all"));
}

// Resolve

export interface ResolveQuestion {
  /** As the client sends it; without it the client sends none. */
  readonly sni?: string;
  /** Of the request; the same as the server name when left out. */
  readonly host?: string;
  readonly path?: string;
  readonly method?: string;
}

export const resolutionQuery = (question: ResolveQuestion) =>
  queryOptions({
    queryKey: keys.resolution(question),
    queryFn: async (): Promise<Resolution> =>
      bodyOf(await api.GET("/api/v1/resolve", { params: { query: { ...question } } })),
    // The answer is only worth something when it is today's.
    staleTime: 0,
    retry: false,
  });

/** OpenAPI has no word for a part of a body with nulls in it, so the contract names the whole. */
const merging = <T>(patch: MergePatch<T>) => ({
  body: patch as T,
  headers: { "content-type": "application/merge-patch+json" },
});

interface Listed<T> {
  readonly items?: readonly T[];
  readonly next?: string;
}

const PAGE_SIZE = 200;

const page = (after: string | undefined) => (after === undefined ? { limit: PAGE_SIZE } : { limit: PAGE_SIZE, after });

async function everyPage<T>(read: (after: string | undefined) => Promise<Listed<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const listed = await read(after);
    items.push(...(listed.items ?? []));
    after = listed.next;
  } while (after !== undefined);
  return items;
}
