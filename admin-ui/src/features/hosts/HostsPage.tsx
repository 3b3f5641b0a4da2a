import { Button } from "@mantine/core";
import { IconBolt, IconPlus, IconRoute2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { explain } from "../../api/errors";
import type { Host } from "../../api/generated/schema";
import { certificatesQuery, hostsQuery } from "../../api/queries";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Names } from "../../ui/Names";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { Tag } from "../../ui/Tag";
import { acceptedShare } from "./earlyData";
import classes from "./HostsPage.module.css";

/** Every host, what it answers to and how. */
export function HostsPage() {
  const { data: hosts = [], error, isPending, refetch } = useQuery(hostsQuery);
  const { data: certificates = [] } = useQuery(certificatesQuery);
  const nameOf = (id: string) => certificates.find((certificate) => certificate.id === id)?.name ?? id;
  const create = (
    <Button component={Link} to="/hosts/new" leftSection={<IconPlus size={18} aria-hidden="true" />}>
      Add host
    </Button>
  );
  return (
    <Page
      title="Hosts and routes"
      lead="A host decides the handshake: names, certificates, early data. Its routes decide where requests go."
      actions={create}
    >
      {error !== null && (
        <Notice tone="error" {...explain(error)} actionLabel="Try again" onAction={() => void refetch()} />
      )}
      {error === null && (
        <Panel flush>
          <DataTable
            caption="Hosts"
            columns={columns(nameOf)}
            rows={hosts}
            rowKey={(host) => host.id}
            loading={isPending}
            empty={
              <EmptyState icon={<IconRoute2 />} title="No hosts yet">
                A host gives server names a certificate and routes. Add an upstream and a certificate first, then the
                host.
              </EmptyState>
            }
          />
        </Panel>
      )}
    </Page>
  );
}

const columns = (nameOf: (certificateId: string) => string): Column<Host>[] => [
  {
    header: "Name",
    rowHeader: true,
    cell: (host) => (
      <Link to="/hosts/$hostId" params={{ hostId: host.id }} className={classes["name"]}>
        {host.name}
      </Link>
    ),
  },
  { header: "Server names", cell: (host) => <Names names={host.serverNames} /> },
  { header: "Certificates", cell: (host) => <Names names={host.certificateIds.map(nameOf)} /> },
  { header: "Early data", cell: (host) => <EarlyData host={host} /> },
  { header: "Client certificate", cell: (host) => CLIENT_AUTH_WORDS[host.tls.clientAuth] },
  { header: "Origin", actions: true, cell: (host) => host.declared && <Tag>declared</Tag> },
];

const CLIENT_AUTH_WORDS = { none: "not asked for", request: "asked for", require: "required" } as const;

function EarlyData({ host }: { readonly host: Host }) {
  const share = acceptedShare(host);
  if (share === undefined) {
    return <Tag>{host.earlyData.accept ? "off: asks for client certificates" : "off"}</Tag>;
  }
  return (
    <Tag tone="amber" icon={<IconBolt aria-hidden="true" />}>
      {share}
    </Tag>
  );
}
