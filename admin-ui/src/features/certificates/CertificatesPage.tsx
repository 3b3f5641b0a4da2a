import { ActionIcon, Button, Menu, UnstyledButton } from "@mantine/core";
import { IconCertificate, IconDots, IconPlus, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { explain } from "../../api/errors";
import type { Certificate } from "../../api/generated/schema";
import { certificatesQuery } from "../../api/queries";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Names } from "../../ui/Names";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { Tag } from "../../ui/Tag";
import { CertificateDetails } from "./CertificateDetails";
import classes from "./CertificatesPage.module.css";
import { DeleteCertificate } from "./DeleteCertificate";
import { ExpiryCell } from "./ExpiryCell";
import { TrustBundlesPanel } from "./TrustBundlesPanel";
import { UploadCertificate } from "./UploadCertificate";

/** What is open beside the table. */
type Opened =
  | { readonly what: "details" | "replace" | "delete"; readonly certificate: Certificate }
  | { what: "upload" };

/** The certificates, how long they last, and what is wrong with them. */
export function CertificatesPage() {
  const { data: certificates = [], error, isPending, refetch } = useQuery(certificatesQuery);
  const [opened, setOpened] = useState<Opened>();
  const close = () => setOpened(undefined);
  const certificateFor = (what: Opened["what"]) =>
    opened !== undefined && opened.what === what && "certificate" in opened
      ? (certificates.find(({ id }) => id === opened.certificate.id) ?? opened.certificate)
      : undefined;
  return (
    <Page
      title="Certificates"
      lead="Replacing one in place reaches every host that uses it, without dropping a connection."
      actions={
        <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setOpened({ what: "upload" })}>
          Add certificate
        </Button>
      }
    >
      {error !== null && (
        <Notice tone="error" {...explain(error)} actionLabel="Try again" onAction={() => void refetch()} />
      )}
      {error === null && (
        <Panel flush>
          <DataTable
            caption="Certificates"
            columns={columns((what, certificate) => setOpened({ what, certificate }))}
            rows={certificates}
            rowKey={(certificate) => certificate.id}
            loading={isPending}
            empty={
              <EmptyState icon={<IconCertificate />} title="No certificates yet">
                Add one by dropping its PEM files or a PKCS#12 store. Hosts then choose from them.
              </EmptyState>
            }
          />
        </Panel>
      )}
      <TrustBundlesPanel />
      <UploadCertificate opened={opened?.what === "upload"} onClose={close} />
      <UploadCertificate replaces={certificateFor("replace")} opened={opened?.what === "replace"} onClose={close} />
      <CertificateDetails certificate={certificateFor("details")} onClose={close} />
      <DeleteCertificate certificate={certificateFor("delete")} onClose={close} />
    </Page>
  );
}

const columns = (
  onOpen: (what: "details" | "replace" | "delete", certificate: Certificate) => void,
): Column<Certificate>[] => [
  {
    header: "Name",
    rowHeader: true,
    cell: (certificate) => (
      <UnstyledButton className={classes["name"] ?? ""} onClick={() => onOpen("details", certificate)}>
        {certificate.name}
      </UnstyledButton>
    ),
  },
  { header: "Valid for", cell: (certificate) => <Names names={certificate.dnsNames} /> },
  { header: "Expires", cell: (certificate) => <ExpiryCell certificate={certificate} /> },
  { header: "Key", cell: (certificate) => <span className={classes["key"]}>{certificate.keyAlgorithm}</span> },
  { header: "Findings", cell: (certificate) => <Findings certificate={certificate} /> },
  {
    header: "Actions",
    actions: true,
    cell: (certificate) =>
      certificate.declared ? (
        <Tag>declared</Tag>
      ) : (
        <div className={classes["actions"]}>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconRefresh size={15} aria-hidden="true" />}
            aria-label={`Replace ${certificate.name}`}
            onClick={() => onOpen("replace", certificate)}
          >
            Replace
          </Button>
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`More for ${certificate.name}`}>
                <IconDots size={18} aria-hidden="true" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} aria-hidden="true" />}
                onClick={() => onOpen("delete", certificate)}
              >
                Delete
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      ),
  },
];

function Findings({ certificate }: { readonly certificate: Certificate }) {
  const count = certificate.findings.length;
  if (count === 0) {
    return <Tag tone="teal">none</Tag>;
  }
  const tone = certificate.findings.some((finding) => finding.severity === "error") ? "red" : "amber";
  return (
    <Tag tone={tone}>
      {count} {count === 1 ? "finding" : "findings"}
    </Tag>
  );
}
