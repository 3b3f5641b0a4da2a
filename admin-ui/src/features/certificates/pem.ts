import type { CertificateInput } from "../../api/generated/schema";

/** What the dropped files amount to. The key is only ever passed on to the gateway, never shown. */
export interface Material {
  readonly certificates: readonly string[];
  readonly keys: readonly string[];
  readonly pkcs12: { readonly fileName: string; readonly base64: string } | undefined;
}

export const NOTHING: Material = { certificates: [], keys: [], pkcs12: undefined };

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g;

/** Sorts PEM blocks by what they are, from any number of files and in any order. */
export const readPem = (text: string): Pick<Material, "certificates" | "keys"> => ({
  certificates: blocksOf(text, (label) => label === "CERTIFICATE"),
  keys: blocksOf(text, (label) => label.endsWith("PRIVATE KEY")),
});

export const readRevocationLists = (text: string): readonly string[] => blocksOf(text, (label) => label === "X509 CRL");

/** The revocation lists of a file: PEM, or one in DER, as most authorities publish theirs. */
export async function revocationListsOf(file: File): Promise<readonly string[]> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const found = readRevocationLists(new TextDecoder().decode(bytes));
  if (found.length > 0) {
    return found;
  }
  if (isDer(bytes)) {
    return [
      `-----BEGIN X509 CRL-----\n${(toBase64(bytes).match(/.{1,64}/g) ?? []).join("\n")}\n-----END X509 CRL-----`,
    ];
  }
  throw new Error(`${file.name} holds no revocation list.`);
}

/** The certificates of a file. */
export async function certificatesOf(file: File): Promise<readonly string[]> {
  const { certificates } = readPem(await file.text());
  if (certificates.length === 0) {
    throw new Error(`${file.name} holds no certificate in PEM.`);
  }
  return certificates;
}

const blocksOf = (text: string, wanted: (label: string) => boolean): string[] =>
  [...text.matchAll(BLOCK)].filter(([, label = ""]) => wanted(label)).map(([block]) => block);

/** Reads files: PEM of any kind, or one PKCS#12. Files dropped one after the other add up. */
export async function readFiles(known: Material, files: readonly File[]): Promise<Material> {
  let material = known;
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { certificates, keys } = readPem(new TextDecoder().decode(bytes));
    if (certificates.length + keys.length > 0) {
      material = {
        ...material,
        certificates: [...new Set([...material.certificates, ...certificates])],
        keys: [...new Set([...material.keys, ...keys])],
        pkcs12: undefined,
      };
    } else if (isDer(bytes)) {
      material = { ...NOTHING, pkcs12: { fileName: file.name, base64: toBase64(bytes) } };
    } else {
      throw new Error(`${file.name} holds neither PEM blocks nor a PKCS#12 store.`);
    }
  }
  return material;
}

/** What is still missing, in words; undefined when the gateway can be asked. */
export function missing(material: Material): string | undefined {
  if (material.pkcs12 !== undefined) {
    return undefined;
  }
  if (material.certificates.length === 0) {
    return material.keys.length === 0
      ? "Drop the certificate chain and its private key."
      : "The certificate is missing.";
  }
  switch (material.keys.length) {
    case 0:
      return "The private key is missing: drop its file too.";
    case 1:
      return undefined;
    default:
      return "There is more than one private key. Start again with the one that belongs to the certificate.";
  }
}

/** Whether the gateway needs a passphrase to open it. */
export const isLocked = (material: Material): boolean =>
  material.pkcs12 !== undefined || material.keys.some((key) => key.includes("ENCRYPTED"));

/** The part of the request that carries the material. */
export function toInput(material: Material, passphrase: string): CertificateInput {
  const secret = isLocked(material) ? { passphrase } : {};
  if (material.pkcs12 !== undefined) {
    return { pkcs12: material.pkcs12.base64, ...secret };
  }
  return { chainPem: joined(material.certificates), privateKeyPem: joined(material.keys), ...secret };
}

export const joined = (blocks: readonly string[]): string => `${blocks.join("\n")}\n`;

/** A PKCS#12 store is one DER SEQUENCE with a long length. */
const isDer = (bytes: Uint8Array): boolean => bytes[0] === 0x30 && ((bytes[1] ?? 0) & 0x80) !== 0;

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) {
    binary += String.fromCharCode(byte);
  }
  return btoa(binary);
}
