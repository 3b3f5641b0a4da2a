import { expect, test } from "vitest";
import { isLocked, missing, NOTHING, readFiles, readPem, toInput } from "./pem";

const block = (label: string, body: string) => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;
const leaf = block("CERTIFICATE", "TEVBRg==");
const issuer = block("CERTIFICATE", "SVNTVUVS");
const key = block("EC PRIVATE KEY", "S0VZ");
const file = (name: string, ...parts: BlobPart[]) => new File(parts, name);

test("sorts blocks of any order and passes over what it needs not", () => {
  const text = `Bag Attributes\n${block("EC PARAMETERS", "Bg==")}\n${key}\n${leaf}\r\n${issuer}`;
  expect(readPem(text)).toEqual({ certificates: [leaf, issuer], keys: [key] });
});

test("adds up files that are dropped one after the other, each block once", async () => {
  const first = await readFiles(NOTHING, [file("chain.pem", leaf, "\n", issuer)]);
  expect(missing(first)).toContain("private key is missing");
  const both = await readFiles(first, [file("chain.pem", leaf), file("key.pem", key)]);
  expect(missing(both)).toBeUndefined();
  expect(toInput(both, "")).toEqual({ chainPem: `${leaf}\n${issuer}\n`, privateKeyPem: `${key}\n` });
});

test("takes a PKCS#12 store as it is", async () => {
  const material = await readFiles(NOTHING, [file("store.p12", new Uint8Array([0x30, 0x82, 0x01, 0x00]))]);
  expect(missing(material)).toBeUndefined();
  expect(toInput(material, "secret")).toEqual({ pkcs12: "MIIBAA==", passphrase: "secret" });
});

test("asks for the passphrase of an encrypted key", async () => {
  const locked = block("ENCRYPTED PRIVATE KEY", "S0VZ");
  const material = await readFiles(NOTHING, [file("all.pem", leaf, locked)]);
  expect(isLocked(material)).toBe(true);
  expect(toInput(material, "secret")).toMatchObject({ privateKeyPem: `${locked}\n`, passphrase: "secret" });
  expect(isLocked(await readFiles(NOTHING, [file("all.pem", leaf, key)]))).toBe(false);
});

test("says what is wrong with a file that holds nothing of the kind", async () => {
  await expect(readFiles(NOTHING, [file("notes.txt", "hello")])).rejects.toThrow("notes.txt holds neither");
});

test("does not guess between two keys", async () => {
  const material = await readFiles(NOTHING, [file("all.pem", leaf, key, block("PRIVATE KEY", "QQ=="))]);
  expect(missing(material)).toContain("more than one private key");
});
