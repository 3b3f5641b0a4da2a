import type { Upstream, UpstreamInput } from "../../api/generated/schema";

export interface UpstreamValues {
  readonly name: string;
  readonly protocol: Upstream["protocol"];
  readonly endpoints: { readonly url: string; readonly weight: number }[];
  readonly earlyDataAware: boolean;
  /** The name to ask for and find in the certificate; empty for the endpoint's own. */
  readonly serverName: string;
  /** Empty for the authorities of the machine. */
  readonly trustBundleId: string;
  readonly insecureSkipVerify: boolean;
}

export const PROTOCOLS: readonly { value: Upstream["protocol"]; label: string }[] = [
  { value: "auto", label: "Automatic: by ALPN over TLS, else HTTP/1.1" },
  { value: "http1", label: "HTTP/1.1" },
  { value: "h2", label: "HTTP/2 over TLS" },
  { value: "h2c", label: "HTTP/2 in the clear" },
];

export const UPSTREAM_FIELDS: Readonly<Record<string, string>> = {
  "/name": "name",
  "/protocol": "protocol",
  "/endpoints": "endpoints",
  "/earlyDataAware": "earlyDataAware",
  "/tls/serverName": "serverName",
  "/tls/trustBundleId": "trustBundleId",
  "/tls/insecureSkipVerify": "insecureSkipVerify",
};

export const NEW_UPSTREAM: UpstreamValues = {
  name: "",
  protocol: "auto",
  endpoints: [{ url: "", weight: 1 }],
  earlyDataAware: false,
  serverName: "",
  trustBundleId: "",
  insecureSkipVerify: false,
};

export function fromUpstream({ name, protocol, endpoints, earlyDataAware, tls }: Upstream): UpstreamValues {
  return {
    name,
    protocol,
    endpoints: endpoints.map(({ url, weight }) => ({ url, weight })),
    earlyDataAware,
    serverName: tls.serverName ?? "",
    trustBundleId: tls.trustBundleId ?? "",
    insecureSkipVerify: tls.insecureSkipVerify,
  };
}

export function toUpstreamInput(values: UpstreamValues): UpstreamInput {
  return {
    name: values.name.trim(),
    protocol: values.protocol,
    endpoints: values.endpoints.map(({ url, weight }) => ({ url: url.trim(), weight })),
    earlyDataAware: values.earlyDataAware,
    tls: {
      insecureSkipVerify: values.insecureSkipVerify,
      ...(values.serverName.trim() === "" ? {} : { serverName: values.serverName.trim() }),
      ...(values.trustBundleId === "" ? {} : { trustBundleId: values.trustBundleId }),
    },
  };
}
