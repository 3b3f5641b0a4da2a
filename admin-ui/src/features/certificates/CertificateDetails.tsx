import { Drawer, Stack, Text } from "@mantine/core";
import type { Certificate } from "../../api/generated/schema";
import { Facts } from "../../ui/Facts";
import { Names } from "../../ui/Names";
import { Notice } from "../../ui/Notice";
import { formatMoment } from "../../ui/time";

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
              ["Issuer", certificate.issuer],
              ["Valid from", formatMoment(certificate.notBefore)],
              ["Valid to", formatMoment(certificate.notAfter)],
              ["Key", certificate.keyAlgorithm],
              ["Version", String(certificate.version)],
              ["Key digest (SHA-256 of SPKI)", <code key="spki">{certificate.spkiSha256}</code>],
              ["Id", <code key="id">{certificate.id}</code>],
            ]}
          />
        </Stack>
      )}
    </Drawer>
  );
}

/** What the gateway found when it looked at the certificate. */
export function FindingNotices({ findings }: Pick<Certificate, "findings">) {
  return findings.map((finding) => (
    <Notice key={finding.code} tone={finding.severity} title={finding.code} detail={finding.message} />
  ));
}
