import { Drawer, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { explain } from "../../api/errors";
import type { Certificate } from "../../api/generated/schema";
import { certificateUsageQuery } from "../../api/queries";
import { Facts } from "../../ui/Facts";
import { Names } from "../../ui/Names";
import { Notice } from "../../ui/Notice";
import { formatMoment } from "../../ui/time";
import classes from "./CertificateDetails.module.css";
import { Versions } from "./Versions";

interface CertificateDetailsProps {
  readonly certificate: Certificate | undefined;
  readonly onClose: () => void;
}

export function CertificateDetails({ certificate, onClose }: CertificateDetailsProps) {
  return (
    <Drawer
      opened={certificate !== undefined}
      onClose={onClose}
      position="right"
      size="md"
      title={<Text fw={650}>{certificate?.name}</Text>}
      closeButtonProps={{ "aria-label": "Close details" }}
    >
      {certificate !== undefined && (
        <Stack>
          <FindingNotices findings={certificate.findings} />
          <Facts
            facts={[
              ["Valid for", <Names key="names" names={certificate.dnsNames} all />],
              ["Subject", certificate.subject],
              ["Issuer", certificate.issuer],
              ["Chain", certificate.chainLength === 1 ? "1 certificate" : `${certificate.chainLength} certificates`],
              ["Valid from", formatMoment(certificate.notBefore)],
              ["Valid to", formatMoment(certificate.notAfter)],
              ["Key", certificate.keyAlgorithm],
              ["Key came", certificate.source],
              ["Key digest (SHA-256 of SPKI)", <code key="spki">{certificate.spkiSha256}</code>],
              ["Id", <code key="id">{certificate.id}</code>],
            ]}
          />
          <UsedBy certificate={certificate} />
          <Versions certificate={certificate} />
        </Stack>
      )}
    </Drawer>
  );
}

function UsedBy({ certificate }: { readonly certificate: Certificate }) {
  const { data: hosts, error } = useQuery(certificateUsageQuery(certificate.id));
  return (
    <section>
      <Title order={2}>Used by</Title>
      {error !== null && <Notice tone="error" {...explain(error)} />}
      {hosts?.length === 0 && <Text c="dimmed">No host uses it.</Text>}
      {hosts?.map((host) => (
        <Link key={host.id} to="/hosts/$hostId" params={{ hostId: host.id }} className={classes["use"]}>
          {host.name}
          <span>{host.serverNames.join(", ")}</span>
        </Link>
      ))}
    </section>
  );
}

/** What the gateway found when it looked at the certificate. */
export function FindingNotices({ findings }: Pick<Certificate, "findings">) {
  return findings.map(({ code = "", message = code, severity = "info" }) => (
    <Notice key={`${code} ${message}`} tone={severity} title={message} />
  ));
}
