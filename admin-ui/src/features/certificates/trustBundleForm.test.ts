import { expect, test } from "vitest";
import { changesBetween } from "../../api/changes";
import type { TrustBundle } from "../../api/generated/schema";
import { certificatesOf, revocationListsOf } from "./pem";
import { comparable, fromTrustBundle, NEW_TRUST_BUNDLE, toTrustBundleInput, withFiles } from "./trustBundleForm";

const block = (label: string, body: string) => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;
const authority = block("CERTIFICATE", "QVVUSA==");
const older = block("X509 CRL", "T0xE");
const newer = block("X509 CRL", "TkVX");
const file = (name: string, ...parts: BlobPart[]) => new File(parts, name);

const bundle: TrustBundle = {
  id: "b1",
  name: "clients",
  pem: `${authority}\n`,
  crlPem: `${older}\n`,
  subjects: ["CN=Authority"],
  revocationLists: [{ issuer: "CN=Authority", thisUpdate: "2026-11-24T12:00:00Z", revokedCertificates: 1 }],
  revokedCertificates: 1,
  revision: 3,
  changedAt: "2026-11-24T12:00:00Z",
};

test("an edit keeps what is not touched", () => {
  expect(toTrustBundleInput(fromTrustBundle(bundle))).toEqual({
    name: "clients",
    pem: `${authority}\n`,
    crlPem: `${older}\n`,
  });
});

test("the first list that is dropped replaces those of the gateway, the next ones add up", async () => {
  const { lists } = fromTrustBundle(bundle);
  const first = await withFiles(lists, [file("new.crl", newer)], revocationListsOf);
  expect(first.blocks).toEqual([newer]);
  const both = await withFiles(first, [file("old.pem", older, "\n", newer)], revocationListsOf);
  expect(both.blocks).toEqual([newer, older]);
});

test("a bundle without lists says nothing of them", async () => {
  const authorities = await withFiles(NEW_TRUST_BUNDLE.authorities, [file("ca.pem", authority)], certificatesOf);
  expect(toTrustBundleInput({ ...NEW_TRUST_BUNDLE, name: " clients ", authorities })).toEqual({
    name: "clients",
    pem: `${authority}\n`,
  });
});

test("a list in DER becomes PEM, and a file without any says so", async () => {
  const der = file("ca.crl", new Uint8Array([0x30, 0x82, 0x01, 0x00]));
  expect(await revocationListsOf(der)).toEqual([block("X509 CRL", "MIIBAA==")]);
  await expect(revocationListsOf(file("ca.pem", authority))).rejects.toThrow("ca.pem holds no revocation list.");
  await expect(certificatesOf(file("new.crl", newer))).rejects.toThrow("new.crl holds no certificate in PEM.");
});

test("two versions are compared without their PEM", () => {
  const theirs = { ...bundle, crlPem: newer, revocationLists: [] };
  expect(changesBetween(comparable(bundle), comparable(theirs))).toEqual([
    { field: "revocationLists", before: "CN=Authority of 2026-11-24T12:00:00Z with 1 revoked", after: "" },
  ]);
});
