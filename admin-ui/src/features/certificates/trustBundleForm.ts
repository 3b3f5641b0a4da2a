import type { TrustBundle, TrustBundleInput } from "../../api/generated/schema";
import { joined, readPem, readRevocationLists } from "./pem";

/** PEM blocks of one kind. Those that the gateway has stand until files are dropped, which replace them. */
export interface Blocks {
  readonly blocks: readonly string[];
  readonly dropped: boolean;
}

export interface TrustBundleValues {
  readonly name: string;
  readonly authorities: Blocks;
  readonly lists: Blocks;
}

export const NO_BLOCKS: Blocks = { blocks: [], dropped: true };

export const NEW_TRUST_BUNDLE: TrustBundleValues = { name: "", authorities: NO_BLOCKS, lists: NO_BLOCKS };

/** Where the gateway's complaints belong. */
export const TRUST_BUNDLE_FIELDS = { "/name": "name", "/pem": "authorities", "/crlPem": "lists" } as const;

export const fromTrustBundle = ({ name, pem, crlPem = "" }: TrustBundle): TrustBundleValues => ({
  name,
  authorities: { blocks: readPem(pem).certificates, dropped: false },
  lists: { blocks: readRevocationLists(crlPem), dropped: false },
});

export const toTrustBundleInput = ({ name, authorities, lists }: TrustBundleValues): TrustBundleInput => ({
  name: name.trim(),
  pem: joined(authorities.blocks),
  ...(lists.blocks.length > 0 && { crlPem: joined(lists.blocks) }),
});

/** Files dropped one after the other add up, each block once. */
export async function withFiles(
  known: Blocks,
  files: readonly File[],
  read: (file: File) => Promise<readonly string[]>,
): Promise<Blocks> {
  const found = (await Promise.all(files.map(read))).flat();
  return { blocks: [...new Set([...(known.dropped ? known.blocks : []), ...found])], dropped: true };
}

/** What is said of a bundle where two versions of it are compared: no PEM. */
export const comparable = ({ name, subjects, revocationLists }: TrustBundle) => ({
  name,
  authorities: subjects,
  revocationLists: revocationLists.map(
    ({ issuer, thisUpdate, revokedCertificates }) => `${issuer} of ${thisUpdate} with ${revokedCertificates} revoked`,
  ),
});
