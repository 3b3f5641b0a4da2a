import type { Upstream, UpstreamInput } from "../../api/generated/schema";

export interface UpstreamValues {
  readonly name: string;
  readonly protocol: UpstreamInput["protocol"];
  readonly endpoints: { readonly url: string; readonly weight: number }[];
  readonly earlyDataAware: boolean;
}

export const PROTOCOLS: readonly { value: UpstreamInput["protocol"]; label: string }[] = [
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
};

export const NEW_UPSTREAM: UpstreamValues = {
  name: "",
  protocol: "auto",
  endpoints: [{ url: "", weight: 1 }],
  earlyDataAware: false,
};

export function fromUpstream(upstream: Upstream): UpstreamValues {
  return {
    name: upstream.name,
    protocol: upstream.protocol,
    endpoints: upstream.endpoints.map(({ url, weight }) => ({ url, weight })),
    earlyDataAware: upstream.earlyDataAware,
  };
}

/** The request; what the form does not show stays as it was. */
export function toUpstreamInput(values: UpstreamValues, _base?: Upstream): UpstreamInput {
  return {
    name: values.name.trim(),
    protocol: values.protocol,
    endpoints: values.endpoints.map(({ url, weight }) => ({ url: url.trim(), weight })),
    earlyDataAware: values.earlyDataAware,
  };
}
