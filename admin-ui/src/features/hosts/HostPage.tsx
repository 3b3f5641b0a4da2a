import { Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { changesBetween } from "../../api/changes";
import type { Tagged } from "../../api/client";
import { explain } from "../../api/errors";
import type { Host } from "../../api/generated/schema";
import { deleteHost, hostQuery, keys, patchHost } from "../../api/queries";
import { useConditionalSave } from "../../api/useConditionalSave";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { ConflictNotice } from "../../ui/ConflictNotice";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Panel } from "../../ui/Panel";
import { BackToHosts } from "./BackToHosts";
import { HostForm } from "./HostForm";
import { changedHost, fromHost, type HostValues } from "./hostForm";
import { RoutesPanel } from "./RoutesPanel";

interface HostPageProps {
  readonly hostId: string;
  readonly onDeleted: () => void;
}

export function HostPage({ hostId, onDeleted }: HostPageProps) {
  const { data } = useSuspenseQuery(hostQuery(hostId));
  const { declared } = data.value;
  const [deleting, setDeleting] = useState(false);
  return (
    <Page
      title={data.value.name}
      lead={data.value.serverNames.join(", ")}
      back={<BackToHosts />}
      actions={
        !declared && (
          <Button
            variant="default"
            leftSection={<IconTrash size={16} aria-hidden="true" />}
            onClick={() => setDeleting(true)}
          >
            Delete host
          </Button>
        )
      }
    >
      {declared && (
        <Notice
          tone="info"
          title="Read-only"
          detail="This host is declared by the demo or a file, so it cannot be changed here."
        />
      )}
      <RoutesPanel host={data.value} />
      <Panel title="Handshake" lead="What clients of this host meet before their first request is read.">
        <HostEditor opened={data} />
      </Panel>
      <DeleteHost host={data.value} opened={deleting} onClose={() => setDeleting(false)} onDeleted={onDeleted} />
    </Page>
  );
}

/** Holds on to the version it was opened with, so that a refresh in the background never takes away what was typed. */
function HostEditor({ opened }: { readonly opened: Tagged<Host> }) {
  const client = useQueryClient();
  const [base, setBase] = useState(opened);
  const { id } = base.value;
  const reload = () => client.fetchQuery({ ...hostQuery(id), staleTime: 0 });
  const saving = useConditionalSave({
    save: (values: HostValues, etag) => patchHost(id, etag, changedHost(base.value, values)),
    reload,
    onSaved: async () => {
      setBase(await reload());
      await client.invalidateQueries({ queryKey: keys.hosts, exact: true });
      // What they leave to the host's preset may be something else now.
      await client.invalidateQueries({ queryKey: keys.routes(id) });
      notifications.show({ color: "teal", title: "Saved", message: "New connections follow it at once." });
    },
  });
  const { theirs } = saving;
  return (
    <HostForm
      key={base.etag}
      initial={fromHost(base.value)}
      submitLabel="Save"
      readOnly={base.value.declared}
      busy={saving.busy}
      error={saving.error}
      onSubmit={(values) => saving.save(values, base.etag)}
      notice={(values) =>
        theirs !== undefined && (
          <ConflictNotice
            subject="host"
            changes={changesBetween(base.value, theirs.value)}
            busy={saving.busy}
            merges
            onTakeTheirs={() => {
              setBase(theirs);
              saving.settle();
            }}
            onKeepMine={() => saving.save(values, theirs.etag)}
          />
        )
      }
    />
  );
}

interface DeleteHostProps {
  readonly host: Host;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

function DeleteHost({ host, opened, onClose, onDeleted }: DeleteHostProps) {
  const client = useQueryClient();
  const removal = useMutation({
    mutationFn: async () => {
      const { etag } = await client.fetchQuery({ ...hostQuery(host.id), staleTime: 0 });
      await deleteHost(host.id, etag);
    },
    onSuccess: async () => {
      onDeleted();
      client.removeQueries({ queryKey: keys.host(host.id) });
      await client.invalidateQueries({ queryKey: keys.hosts });
    },
  });
  return (
    <ConfirmDialog
      opened={opened}
      title={`Delete ${host.name}?`}
      confirmLabel="Delete host"
      busy={removal.isPending}
      onConfirm={() => removal.mutate()}
      onClose={onClose}
    >
      {removal.isError ? (
        <Notice tone="error" {...explain(removal.error)} />
      ) : (
        <Text>
          Clients of {host.serverNames.join(", ")} will no longer be served, and its routes are deleted with it.
        </Text>
      )}
    </ConfirmDialog>
  );
}
