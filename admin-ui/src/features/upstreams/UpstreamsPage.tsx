import { ActionIcon, Button, Menu, UnstyledButton } from "@mantine/core";
import { IconBolt, IconDots, IconPlus, IconServer2, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { explain } from "../../api/errors";
import type { Upstream } from "../../api/generated/schema";
import { upstreamsQuery } from "../../api/queries";
import { type Column, DataTable } from "../../ui/DataTable";
import { EmptyState } from "../../ui/EmptyState";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { Tag } from "../../ui/Tag";
import { DeleteUpstream } from "./DeleteUpstream";
import { UpstreamDialog } from "./UpstreamDialog";
import classes from "./UpstreamsPage.module.css";
import { PROTOCOLS } from "./upstreamForm";

type Opened = { readonly what: "new" } | { readonly what: "edit" | "delete"; readonly upstream: Upstream };

/** Where requests can go. */
export function UpstreamsPage() {
  const { data: upstreams = [], error, isPending, refetch } = useQuery(upstreamsQuery);
  const [opened, setOpened] = useState<Opened>();
  const close = () => setOpened(undefined);
  return (
    <Page
      title="Upstreams"
      lead="The servers behind the gateway. Requests are spread over their endpoints by weight."
      actions={
        <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setOpened({ what: "new" })}>
          Add upstream
        </Button>
      }
    >
      {error !== null && (
        <Notice tone="error" {...explain(error)} actionLabel="Try again" onAction={() => void refetch()} />
      )}
      {error === null && (
        <Panel flush>
          <DataTable
            caption="Upstreams"
            columns={columns(setOpened)}
            rows={upstreams}
            rowKey={(upstream) => upstream.id}
            loading={isPending}
            empty={
              <EmptyState icon={<IconServer2 />} title="No upstreams yet">
                Add the address of a server; routes of your hosts then send requests to it.
              </EmptyState>
            }
          />
        </Panel>
      )}
      <UpstreamDialog
        opened={opened?.what === "new" || opened?.what === "edit"}
        upstreamId={opened?.what === "edit" ? opened.upstream.id : undefined}
        onClose={close}
      />
      <DeleteUpstream upstream={opened?.what === "delete" ? opened.upstream : undefined} onClose={close} />
    </Page>
  );
}

const columns = (onOpen: (opened: Opened) => void): Column<Upstream>[] => [
  {
    header: "Name",
    rowHeader: true,
    cell: (upstream) =>
      upstream.declared ? (
        <span className={classes["fixed"]}>{upstream.name}</span>
      ) : (
        <UnstyledButton
          className={classes["name"] ?? ""}
          aria-label={`Edit upstream ${upstream.name}`}
          onClick={() => onOpen({ what: "edit", upstream })}
        >
          {upstream.name}
        </UnstyledButton>
      ),
  },
  {
    header: "Endpoints",
    cell: (upstream) => (
      <span className={classes["endpoints"]}>
        {upstream.endpoints.map(({ url, weight }) => (
          <span key={url}>
            <code>{url}</code>
            {upstream.endpoints.length > 1 && <span className={classes["weight"]}> weight {weight}</span>}
          </span>
        ))}
      </span>
    ),
  },
  {
    header: "Protocol",
    cell: (upstream) => PROTOCOLS.find(({ value }) => value === upstream.protocol)?.label.split(":")[0],
  },
  {
    header: "Early data",
    cell: (upstream) =>
      upstream.earlyDataAware ? (
        <Tag tone="amber" icon={<IconBolt aria-hidden="true" />}>
          aware
        </Tag>
      ) : (
        <Tag>not aware</Tag>
      ),
  },
  {
    header: "Actions",
    actions: true,
    cell: (upstream) =>
      upstream.declared ? (
        <Tag>declared</Tag>
      ) : (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`More for upstream ${upstream.name}`}>
              <IconDots size={18} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} aria-hidden="true" />}
              onClick={() => onOpen({ what: "delete", upstream })}
            >
              Delete
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ),
  },
];
